using System.Text.Json;
using System.Text.Json.Serialization;

namespace Polar.Functional.Contracts;

/// <summary>Lets the wire's types live inside <see cref="JsonSerializer"/>.</summary>
/// <typeparam name="T">The type.</typeparam>
public sealed class WireConverter<T> : JsonConverter<T>
    where T : IWire<T>
{
    /// <inheritdoc/>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            return T.Read(ref reader);
        }
        catch (WireException fault)
        {
            // The serializer adds the path to a fault that has none.
            throw new JsonException(fault.Member is null ? fault.Message : $"{fault.Member}: {fault.Message}", fault);
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(value);
        value.Write(writer);
    }
}
