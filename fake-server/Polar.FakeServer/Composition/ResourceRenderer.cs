using System.Text.Json;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Generated;

namespace Polar.FakeServer.Composition;

/// <summary>Writes resources with the members that their description leaves out.</summary>
internal sealed class ResourceRenderer(LegacyMembers legacy) : IResourceRenderer
{
    public static ResourceRenderer Current { get; } = new(LegacyMemberCatalog.All);

    public void Write<T>(Utf8JsonWriter writer, World world, T value) => new ResourceWriter(writer, world, legacy).Write(value);
}
