using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace Polar.Functional.Contracts;

/// <summary>Any JSON, kept as the text it arrived in.</summary>
[JsonConverter(typeof(WireConverter<RawJson>))]
public readonly struct RawJson : IWire<RawJson>, IEquatable<RawJson>
{
    private readonly string? _text;

    private RawJson(string text) => _text = text;

    /// <summary>The JSON; <c>null</c> for a default value.</summary>
    public string Text => _text ?? "null";

    /// <summary>Whether it is JSON's null.</summary>
    public bool IsNull => Text == "null";

    /// <summary>Compares the text.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">Another.</param>
    /// <returns>Whether they are equal.</returns>
    public static bool operator ==(RawJson left, RawJson right) => left.Equals(right);

    /// <summary>Compares the text.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">Another.</param>
    /// <returns>Whether they differ.</returns>
    public static bool operator !=(RawJson left, RawJson right) => !left.Equals(right);

    /// <summary>Takes JSON text.</summary>
    /// <param name="json">One JSON value.</param>
    /// <returns>The value.</returns>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public static RawJson FromText(string json)
    {
        using (JsonDocument.Parse(json))
        {
            return new RawJson(json);
        }
    }

    /// <inheritdoc/>
    public static RawJson Read(ref Utf8JsonReader reader)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return new RawJson(document.RootElement.GetRawText());
    }

    internal static RawJson Read(ref WireInput input)
    {
        if (!input.IsShort)
        {
            return Read(ref input.Reader);
        }

        var written = input.Written();
        return Utf8.IsValid(written) ? new RawJson(Encoding.UTF8.GetString(written)) : throw input.Refused();
    }

    /// <summary>The value that is at hand, which is read otherwise afterwards.</summary>
    internal static RawJson ReadAhead(WireInput input)
    {
        if (input.IsShort)
        {
            return Read(ref input);
        }

        var ahead = input.Reader;
        return Read(ref ahead);
    }

    static RawJson IWire<RawJson>.Take(ref WireInput input) => Read(ref input);

    /// <inheritdoc/>
    public void Write(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteRawValue(Text, skipInputValidation: true);
    }

    /// <summary>The JSON, taken apart.</summary>
    /// <returns>The root element.</returns>
    public JsonElement Parse()
    {
        using var document = JsonDocument.Parse(Text);
        return document.RootElement.Clone();
    }

    /// <inheritdoc/>
    public bool Equals(RawJson other) => Text == other.Text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is RawJson other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    /// <summary>The JSON.</summary>
    /// <returns>The text as it arrived.</returns>
    public override string ToString() => Text;
}
