using System.Globalization;
using System.Text.Json;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Usage.Events;

/// <summary>What a value of an event's metadata is.</summary>
internal enum EventValueKind
{
    /// <summary>Null, or not there at all.</summary>
    None,

    Text,

    Number,

    Boolean,

    /// <summary>An object: a reserved key's.</summary>
    Object,
}

/// <summary>A value of an event's metadata in sixteen bytes. Numbers are exact, as they were written, and equal where they are equal as numbers.</summary>
internal readonly struct EventValue : IEquatable<EventValue>
{
    private static readonly Marker s_boolean = new(-1);
    private static readonly Marker s_null = new(-2);
    private static readonly Marker[] s_scales = [.. Enumerable.Range(0, 29).Select(scale => new Marker(scale))];

    private readonly object? _content;
    private readonly long _bits;

    private EventValue(object? content, long bits)
    {
        _content = content;
        _bits = bits;
    }

    /// <summary>The JSON null, which is kept and shown, unlike a value that is not there.</summary>
    public static EventValue Null { get; } = new(s_null, 0);

    /// <summary>Whether it is not there at all.</summary>
    public bool IsAbsent => _content is null;

    /// <summary>What it is.</summary>
    public EventValueKind Kind => _content switch
    {
        null => EventValueKind.None,
        string => EventValueKind.Text,
        Marker { Scale: >= 0 } => EventValueKind.Number,
        Marker marker => marker == s_boolean ? EventValueKind.Boolean : EventValueKind.None,
        EventMetadata => EventValueKind.Object,
        _ => EventValueKind.Number,
    };

    /// <summary>The text; null when it is something else.</summary>
    public string? Text => _content as string;

    /// <summary>The truth value; null when it is something else.</summary>
    public bool? Boolean => _content == s_boolean ? _bits != 0 : null;

    /// <summary>The object; null when it is something else.</summary>
    public EventMetadata? Members => _content as EventMetadata;

    /// <summary>The number; null when it is something else, or beyond what a decimal holds.</summary>
    public decimal? Number => _content switch
    {
        Marker { Scale: 0 } => _bits,
        Marker { Scale: > 0 and var scale } => new decimal((int)Magnitude, (int)(Magnitude >> 32), 0, _bits < 0, (byte)scale),
        decimal number => number,
        Far far => far.Number,
        _ => null,
    };

    /// <summary>As PostgreSQL shows it as text: a text itself, a number's digits, <c>true</c> or <c>false</c>, JSON for an object; null for none.</summary>
    public string? Shown => _content switch
    {
        null => null,
        string text => text,
        Marker { Scale: < 0 } marker => marker == s_null ? null : _bits != 0 ? "true" : "false",
        Marker { Scale: 0 } => _bits.ToString(CultureInfo.InvariantCulture),
        Far far => far.Digits,
        EventMetadata members => members.ToString(),
        _ => Number!.Value.ToString(CultureInfo.InvariantCulture),
    };

    private ulong Magnitude => _bits < 0 ? unchecked((ulong)-_bits) : (ulong)_bits;

    public static implicit operator EventValue(string? value) => new(value, 0);

    public static implicit operator EventValue(long value) => new(s_scales[0], value);

    public static implicit operator EventValue(bool value) => new(s_boolean, value ? 1 : 0);

    public static implicit operator EventValue(EventMetadata? value) => new(value, 0);

    public static implicit operator EventValue(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var magnitude = ((long)bits[1] << 32) | (uint)bits[0];
        return bits[2] == 0 && magnitude >= 0 ? new EventValue(s_scales[value.Scale], value < 0 ? -magnitude : magnitude) : new EventValue(value, 0);
    }

    // The things that events name come again and again.
    public static implicit operator EventValue(Guid value)
    {
        Span<char> letters = stackalloc char[36];
        value.TryFormat(letters, out _);
        return EventTexts.Text(letters);
    }

    public static implicit operator EventValue(Guid? value) => value is { } id ? id : default(EventValue);

    public static implicit operator EventValue(long? value) => value is { } number ? number : default(EventValue);

    public static implicit operator EventValue(decimal? value) => value is { } number ? number : default(EventValue);

    public static implicit operator EventValue(bool? value) => value is { } truth ? truth : default(EventValue);

    /// <summary>The value, or the JSON null where it is not there.</summary>
    public EventValue OrNull() => IsAbsent ? Null : this;

    /// <summary>A scalar of a request.</summary>
    public static EventValue Of(JsonScalar value) => value.Kind switch
    {
        JsonScalarKind.Text => value.AsText,
        JsonScalarKind.Integer => value.AsInteger,
        JsonScalarKind.Boolean => value.AsBoolean,
        JsonScalarKind.Number when value.ToString() is var digits && digits.AsSpan().IndexOfAny('e', 'E') >= 0 => new EventValue(new Far(digits, value.AsNumber), 0),
        JsonScalarKind.Number => value.AsNumber!.Value,
        _ => default,
    };

    /// <summary>Reads a value as it is written.</summary>
    public static EventValue Read(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Null => Null,
        JsonTokenType.StartObject => EventMetadata.Read(ref reader),
        JsonTokenType.String => EventTexts.Text(ref reader),
        _ => Of(JsonScalar.Read(ref reader)),
    };

    /// <summary>Writes the value as JSON.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        switch (_content)
        {
            case null:
            case Marker marker when marker == s_null:
                writer.WriteNullValue();
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            case Marker { Scale: < 0 }:
                writer.WriteBooleanValue(_bits != 0);
                break;
            case Marker { Scale: 0 }:
                writer.WriteNumberValue(_bits);
                break;
            case Far far:
                writer.WriteRawValue(far.Digits, skipInputValidation: true);
                break;
            case EventMetadata members:
                members.Write(writer);
                break;
            default:
                writer.WriteNumberValue(Number!.Value);
                break;
        }
    }

    /// <summary>The value as the contracts have it; an object has no place there.</summary>
    public JsonScalar ToScalar()
    {
        if (_content is Far far)
        {
            var reader = new Utf8JsonReader(System.Text.Encoding.ASCII.GetBytes(far.Digits));
            reader.Read();
            return JsonScalar.Read(ref reader);
        }

        return _content switch
        {
            string text => text,
            Marker marker when marker == s_boolean => _bits != 0,
            Marker { Scale: 0 } => _bits,
            Marker { Scale: > 0 } or decimal => Number!.Value,
            _ => default,
        };
    }

    /// <inheritdoc/>
    public bool Equals(EventValue other) =>
        Kind == other.Kind && Kind switch
        {
            EventValueKind.Number => Number is { } number && other.Number is { } compared ? number == compared : Shown == other.Shown,
            EventValueKind.Boolean => _bits == other._bits,
            _ => Shown == other.Shown,
        };

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is EventValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        Kind == EventValueKind.Number && Number is { } number ? number.GetHashCode() : HashCode.Combine(Kind, Shown);

    /// <inheritdoc/>
    public override string ToString() => Shown ?? "";

    /// <summary>Says that the bits are a number with so many digits behind the point, or a truth value.</summary>
    private sealed class Marker(int scale)
    {
        public int Scale => scale;
    }

    /// <summary>A number that was written with an exponent.</summary>
    private sealed record Far(string Digits, decimal? Number);
}
