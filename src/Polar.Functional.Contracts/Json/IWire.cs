using System.Text.Json;

namespace Polar.Functional.Contracts;

/// <summary>A type that reads and writes its own JSON, without reflection.</summary>
/// <typeparam name="TSelf">The type itself.</typeparam>
public interface IWire<TSelf> : IWritable
    where TSelf : IWire<TSelf>
{
    /// <summary>Reads a value; the reader stands on its first token and ends on its last.</summary>
    /// <param name="reader">A reader over the whole document.</param>
    /// <returns>The value.</returns>
    /// <exception cref="WireException">The JSON is not such a value.</exception>
    static abstract TSelf Read(ref Utf8JsonReader reader);
}
