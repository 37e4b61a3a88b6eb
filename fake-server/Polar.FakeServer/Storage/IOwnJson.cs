using System.Text.Json;

namespace Polar.FakeServer.Storage;

/// <summary>A value that is kept as JSON of its own making, rather than by its members.</summary>
/// <typeparam name="TSelf">The value's own type.</typeparam>
internal interface IOwnJson<TSelf>
    where TSelf : IOwnJson<TSelf>
{
    /// <summary>Writes it.</summary>
    void Write(Utf8JsonWriter writer);

    /// <summary>Reads it; the reader stands on its first token and ends on its last.</summary>
    static abstract TSelf Read(ref Utf8JsonReader reader);
}
