using Polar.Functional.Contracts;

namespace Polar.FakeServer.Lists;

/// <summary>What all metadata shares.</summary>
internal static class MetadataExtensions
{
    /// <summary>The metadata; none where nothing was sent.</summary>
    public static ValueMap<JsonScalar> OrEmpty(this ValueMap<JsonScalar>? metadata) => metadata ?? ValueMap<JsonScalar>.Empty;
}
