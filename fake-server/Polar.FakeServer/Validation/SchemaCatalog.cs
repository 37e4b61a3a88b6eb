using System.Collections.Concurrent;
using System.Collections.Frozen;

namespace Polar.FakeServer.Validation;

/// <summary>The schemas of requests by name, with what Polar's API description does not tell about them; each is made when it is first needed.</summary>
/// <param name="described">Makes a schema as the API description has it.</param>
/// <param name="supplements">Schemas that the API description leaves out.</param>
/// <param name="amendments">What is different about a schema.</param>
/// <param name="rules">What a body must satisfy beyond its schema.</param>
/// <param name="tagged">How the cases of unions with a tag are named, by one of the cases.</param>
/// <param name="untagged">How the cases of unions are told apart that are described without a tag, by their first case.</param>
internal sealed class SchemaCatalog(
    Func<string, Schema> described,
    FrozenDictionary<string, Func<Schema>> supplements,
    FrozenDictionary<string, Func<Schema, Schema>> amendments,
    FrozenDictionary<string, BodyRule> rules,
    FrozenDictionary<string, UnionTags> tagged,
    FrozenDictionary<string, UnionFact> untagged)
{
    private const int MostMetadata = 50;

    private static readonly TextSchema s_metadataKey = new(1, 40, null, null);

    private static readonly NullableSchema s_locale = new(new TextSchema(null, null, null, Locales.Format));

    private readonly ConcurrentDictionary<string, Schema> _made = new();

    /// <summary>A catalog without a schema, for values that refer to none.</summary>
    public static SchemaCatalog Empty { get; } = new(
        name => throw new InvalidOperationException($"There is no schema '{name}'."),
        FrozenDictionary<string, Func<Schema>>.Empty,
        FrozenDictionary<string, Func<Schema, Schema>>.Empty,
        FrozenDictionary<string, BodyRule>.Empty,
        FrozenDictionary<string, UnionTags>.Empty,
        FrozenDictionary<string, UnionFact>.Empty);

    /// <summary>What a map's keys must satisfy though it is not described: those of metadata have a length.</summary>
    public static TextSchema? KeysOf(MapSchema map) => map.MaxProperties == MostMetadata ? s_metadataKey : null;

    /// <summary>The schema of that name.</summary>
    public Schema Get(string name) => _made.GetOrAdd(name, static (name, catalog) => catalog.Make(name), this);

    /// <summary>What a body must satisfy beyond the schema of that name.</summary>
    public BodyRule RuleOf(string name) => rules.GetValueOrDefault(name, BodyRule.None);

    /// <summary>How the cases of a union with a tag are told apart.</summary>
    public UnionFact FactOf(TaggedSchema union) => TagsOf(union).FactOf(union);

    /// <summary>How the cases of a union without a described tag are told apart; null when it is by trying them all.</summary>
    public UnionFact? FactOf(UnionSchema union) =>
        union.Cases[0] is ReferenceSchema first ? untagged.GetValueOrDefault(first.Name) : null;

    /// <summary>What the API description does not tell about a union with a tag.</summary>
    public UnionTags TagsOf(TaggedSchema union)
    {
        foreach (var (_, name) in union.Cases)
        {
            if (tagged.TryGetValue(name, out var known))
            {
                return known;
            }
        }

        return UnionTags.Plain;
    }

    private Schema Make(string name)
    {
        var schema = supplements.TryGetValue(name, out var supplement) ? supplement() : described(name);
        return Amended(amendments.TryGetValue(name, out var amend) ? amend(schema) : schema);
    }

    /// <summary>The schema with what holds for schemas of every resource.</summary>
    private static Schema Amended(Schema schema) => schema switch
    {
        EnumSchema options => options with { IsEnumeration = true },
        ObjectSchema members => members
            .With("country", country => country is NullableSchema { Inner: EnumSchema options }
                ? new NullableSchema(options with { IsEnumeration = true })
                : country)
            .With("locale", _ => s_locale),
        _ => schema,
    };
}
