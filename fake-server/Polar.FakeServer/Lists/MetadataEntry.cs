using Polar.Functional.Contracts;

namespace Polar.FakeServer.Lists;

/// <summary>A key of the merchant's own data with its value as text, by which rows are found.</summary>
internal sealed record MetadataEntry(string Name, string Value)
{
    public static IEnumerable<MetadataEntry> Of(ValueMap<JsonScalar> metadata) =>
        metadata.Select(entry => new MetadataEntry(entry.Key, entry.Value.ToString()));
}
