namespace Polar.FakeServer.Validation;

/// <summary>Schemas with something changed in them.</summary>
internal static class SchemaExtensions
{
    /// <summary>The schema with another one for a member, if it has that member.</summary>
    public static ObjectSchema With(this ObjectSchema schema, string member, Func<Schema, Schema> change) =>
        Array.Exists(schema.Members, entry => entry.Name == member)
            ? schema with { Members = [.. schema.Members.Select(entry => entry.Name == member ? entry with { Schema = change(entry.Schema) } : entry)] }
            : schema;

    /// <summary>The schema with an optional member that the API description leaves out, behind another one.</summary>
    public static ObjectSchema WithOptional(this ObjectSchema schema, string behind, string member, Schema described) => schema with
    {
        Members = [.. schema.Members.SelectMany(entry => entry.Name == behind ? [entry, new MemberSchema(member, described, false)] : new[] { entry })],
    };

    /// <summary>The schema with a member whose instant must say its zone.</summary>
    public static ObjectSchema WithZone(this ObjectSchema schema, string member) =>
        schema.With(member, instant => Instant(instant, text => text with { IsAware = true }));

    /// <summary>The schema with a member whose instant must be still to come.</summary>
    public static ObjectSchema WithFuture(this ObjectSchema schema, string member) =>
        schema.With(member, instant => Instant(instant, text => text with { IsFuture = true }));

    /// <summary>The schema with a member that is one of an enumeration, whose members messages print by name.</summary>
    public static ObjectSchema WithEnumeration(this ObjectSchema schema, string member, string enumeration) => schema.With(member, value => value switch
    {
        ConstantSchema constant => constant with { Enumeration = enumeration },
        EnumSchema options => options with { Enumeration = enumeration },
        _ => value,
    });

    /// <summary>The schema with the instant in it changed, wherever that is.</summary>
    private static Schema Instant(Schema schema, Func<TextSchema, TextSchema> change) => schema switch
    {
        TextSchema { Format: "date-time" } text => change(text),
        NullableSchema nullable => new NullableSchema(Instant(nullable.Inner, change)),
        UnionSchema union => new UnionSchema([.. union.Cases.Select(option => Instant(option, change))]),
        _ => schema,
    };
}
