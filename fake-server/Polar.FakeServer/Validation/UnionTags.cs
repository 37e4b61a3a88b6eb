using System.Text.Json.Nodes;

namespace Polar.FakeServer.Validation;

/// <summary>How Polar tells the cases of a union apart.</summary>
/// <param name="Discriminator">What messages call it.</param>
/// <param name="Cases">The cases with their tags, as a place and as a message show them.</param>
/// <param name="TagOf">The tag of a value, as text; null when there is none.</param>
internal sealed record UnionFact(
    string Discriminator, (string Tag, string Resource, string Schema)[] Cases, Func<JsonObject?, string?> TagOf);

/// <summary>
/// What Polar's API description does not tell about a union with a tag: the order of the tags, and the enumeration that they are taken from, whose
/// members messages print with their Python names.
/// </summary>
/// <param name="enumeration">The enumeration; empty where the tags are plain texts.</param>
/// <param name="tags">The tags in their order, and what the enumeration calls them.</param>
internal sealed class UnionTags(string enumeration, params (string Value, string Name)[] tags)
{
    /// <summary>The tags are plain texts in the order of the API description.</summary>
    public static UnionTags Plain { get; } = new("");

    /// <summary>Makes today's form of one that older clients send and that Polar still takes.</summary>
    public Func<JsonNode?, JsonNode?> Modernize { get; init; } = value => value;

    /// <summary>What the union is called in the place of a fault where it is one of several things, around the names of its cases.</summary>
    public Func<string, string> Label { get; init; } = cases => cases;

    /// <summary>Tags that the enumeration calls by themselves.</summary>
    public static UnionTags From(string enumeration, params IEnumerable<string> tags) => new(enumeration, [.. tags.Select(tag => (tag, tag))]);

    /// <summary>How the cases are told apart.</summary>
    public UnionFact FactOf(TaggedSchema union) => new(
        $"'{union.Property}'",
        [.. union.Cases.OrderBy(option => Rank(option.Tag)).Select(option => (option.Tag, Shown(option.Tag), option.Schema))],
        value => value is not null && value.TryGetPropertyValue(union.Property, out var tag) ? PythonText.Of(tag) : null);

    private int Rank(string tag) => Array.FindIndex(tags, entry => entry.Value == tag);

    private string Shown(string tag) => enumeration.Length > 0 && Array.Find(tags, entry => entry.Value == tag) is { Name: { } name }
        ? $"<{enumeration}.{name}: '{tag}'>"
        : $"'{tag}'";
}
