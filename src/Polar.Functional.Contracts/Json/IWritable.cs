using System.Text.Json;

namespace Polar.Functional.Contracts;

/// <summary>A value that writes its own JSON.</summary>
public interface IWritable
{
    /// <summary>Writes this value.</summary>
    /// <param name="writer">Where it goes.</param>
    void Write(Utf8JsonWriter writer);
}
