using System.Text.Json;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Generated;

namespace Polar.FakeServer.Composition;

/// <summary>Writes resources with the members that their description leaves out, or that only some versions of it have.</summary>
internal sealed class ResourceRenderer(LegacyMembers legacy) : IResourceRenderer
{
    public static ResourceRenderer Current { get; } = new(LegacyMemberCatalog.All);

    public void Write<T>(Utf8JsonWriter writer, World world, string version, T value) =>
        new ResourceWriter(writer, world, legacy) { Version = version }.Write(value);
}
