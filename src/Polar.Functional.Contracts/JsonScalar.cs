using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Polar.Functional.Contracts;

/// <summary>What a <see cref="JsonScalar"/> is.</summary>
public enum JsonScalarKind
{
    /// <summary>Null.</summary>
    Null,

    /// <summary>Text.</summary>
    Text,

    /// <summary>A 64-bit integer.</summary>
    Integer,

    /// <summary>Any other number.</summary>
    Number,

    /// <summary>True or false.</summary>
    Boolean,
}

/// <summary>A value that may be text, a number, a truth value or null: of metadata, of custom fields, of filters.</summary>
[JsonConverter(typeof(WireConverter<JsonScalar>))]
public readonly struct JsonScalar : IWire<JsonScalar>, IEquatable<JsonScalar>
{
    private readonly string? _text;
    private readonly decimal _number;

    private JsonScalar(JsonScalarKind kind, string? text, decimal number)
    {
        Kind = kind;
        _text = text;
        _number = number;
    }

    /// <summary>What it is.</summary>
    public JsonScalarKind Kind { get; }

    /// <summary>The text, or null when it is something else.</summary>
    public string? AsText => Kind == JsonScalarKind.Text ? _text : null;

    /// <summary>The integer, or null when it is something else.</summary>
    public long? AsInteger => Kind == JsonScalarKind.Integer ? (long)_number : null;

    /// <summary>The number, whole or not, or null when it is something else or beyond a decimal's range.</summary>
    public decimal? AsNumber => Kind switch
    {
        JsonScalarKind.Number when _text is not null =>
            decimal.TryParse(_text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null,
        JsonScalarKind.Integer or JsonScalarKind.Number => _number,
        _ => null,
    };

    /// <summary>The truth value, or null when it is something else.</summary>
    public bool? AsBoolean => Kind == JsonScalarKind.Boolean ? _number != 0 : null;

    /// <summary>Whether it is null.</summary>
    public bool IsNull => Kind == JsonScalarKind.Null;

    /// <summary>Text.</summary>
    /// <param name="value">The text.</param>
    public static implicit operator JsonScalar(string value) => new(JsonScalarKind.Text, value, 0);

    /// <summary>An integer.</summary>
    /// <param name="value">The integer.</param>
    public static implicit operator JsonScalar(long value) => new(JsonScalarKind.Integer, null, value);

    /// <summary>An integer.</summary>
    /// <param name="value">The integer.</param>
    public static implicit operator JsonScalar(int value) => new(JsonScalarKind.Integer, null, value);

    /// <summary>A number.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator JsonScalar(decimal value) => new(JsonScalarKind.Number, null, value);

    /// <summary>A truth value.</summary>
    /// <param name="value">The truth value.</param>
    public static implicit operator JsonScalar(bool value) => new(JsonScalarKind.Boolean, null, value ? 1 : 0);

    /// <summary>An instant, as text.</summary>
    /// <param name="value">The instant.</param>
    public static implicit operator JsonScalar(DateTimeOffset value) => WireText.OfInstant(value);

    /// <summary>Compares kind and value.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">Another.</param>
    /// <returns>Whether they are equal.</returns>
    public static bool operator ==(JsonScalar left, JsonScalar right) => left.Equals(right);

    /// <summary>Compares kind and value.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">Another.</param>
    /// <returns>Whether they differ.</returns>
    public static bool operator !=(JsonScalar left, JsonScalar right) => !left.Equals(right);

    /// <inheritdoc/>
    public static JsonScalar Read(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Null => default,
        JsonTokenType.String => reader.GetString()!,
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        JsonTokenType.Number when reader.TryGetInt64(out var integer) => integer,
        JsonTokenType.Number when reader.ValueSpan.IndexOfAny((byte)'e', (byte)'E') < 0 && reader.TryGetDecimal(out var number) => number,
        JsonTokenType.Number => new(JsonScalarKind.Number, System.Text.Encoding.ASCII.GetString(reader.ValueSpan), 0),
        _ => throw WireReader.Unexpected(ref reader, "text, a number, a truth value or null"),
    };

    internal static JsonScalar Read(ref WireInput input)
    {
        if (!input.IsShort)
        {
            return Read(ref input.Reader);
        }

        if (input.Peek == '"')
        {
            return input.Text();
        }

        var token = input.Token();
        return Read(ref token);
    }

    static JsonScalar IWire<JsonScalar>.Take(ref WireInput input) => Read(ref input);

    /// <inheritdoc/>
    public void Write(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        switch (Kind)
        {
            case JsonScalarKind.Text:
                writer.WriteStringValue(_text);
                break;
            case JsonScalarKind.Integer:
                writer.WriteNumberValue((long)_number);
                break;
            case JsonScalarKind.Number when _text is not null:
                writer.WriteRawValue(_text, skipInputValidation: true);
                break;
            case JsonScalarKind.Number:
                writer.WriteNumberValue(_number);
                break;
            case JsonScalarKind.Boolean:
                writer.WriteBooleanValue(_number != 0);
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }

    /// <inheritdoc/>
    public bool Equals(JsonScalar other) => Kind == other.Kind && _number == other._number && _text == other._text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is JsonScalar other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, _number, _text);

    /// <summary>The value as text, without quotes: <c>true</c>, <c>1.5</c>, the text itself, or nothing for null.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Kind switch
    {
        JsonScalarKind.Boolean => _number != 0 ? "true" : "false",
        JsonScalarKind.Null => "",
        _ => _text ?? _number.ToString(CultureInfo.InvariantCulture),
    };
}
