using System.Text.Json;

namespace Polar.FakeServer.Execution;

/// <summary>Writes resources as the service sends them, in answers and in events alike.</summary>
internal interface IResourceRenderer
{
    /// <summary>Writes a resource.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="writer">Where it goes.</param>
    /// <param name="world">The world that it is of.</param>
    /// <param name="version">The version of the API that it is written by.</param>
    /// <param name="value">The resource.</param>
    void Write<T>(Utf8JsonWriter writer, World world, string version, T value);
}
