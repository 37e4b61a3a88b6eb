using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Polar.Functional.Contracts;

/// <summary>Reads one value of each scalar kind; what the generated code is made of.</summary>
internal static partial class WireReader
{
    /// <summary>Most lists that have more than one item have not many more.</summary>
    private const int FewItems = 4;

    /// <summary>Whether the reader stands on <c>null</c>.</summary>
    /// <param name="reader">The reader.</param>
    /// <returns>True on <c>null</c>.</returns>
    public static bool IsNull(ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.Null;

    /// <summary>Checks that an object starts here.</summary>
    /// <param name="reader">The reader.</param>
    public static void BeginObject(ref Utf8JsonReader reader) => Expect(ref reader, JsonTokenType.StartObject, "an object");

    /// <summary>Checks that an array starts here.</summary>
    /// <param name="reader">The reader.</param>
    public static void BeginArray(ref Utf8JsonReader reader) => Expect(ref reader, JsonTokenType.StartArray, "an array");

    /// <summary>Moves to the next member's name, or to the object's end.</summary>
    /// <param name="reader">The reader.</param>
    /// <returns>Whether there is another member.</returns>
    public static bool NextMember(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.PropertyName;

    /// <summary>Moves to the next item, or to the array's end.</summary>
    /// <param name="reader">The reader.</param>
    /// <returns>Whether there is another item.</returns>
    public static bool NextItem(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType != JsonTokenType.EndArray;

    /// <summary>Reads text.</summary>
    /// <param name="reader">The reader.</param>
    /// <returns>The text.</returns>
    public static string Text(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.String, "text");

        // ASCII needs no decoding, and nearly everything on the wire is ASCII.
        return !reader.HasValueSequence && !reader.ValueIsEscaped && Ascii.IsValid(reader.ValueSpan)
            ? RecentTexts.OfAscii(reader.ValueSpan)
            : reader.GetString()!;
    }

    /// <summary>Reads a truth value.</summary>
    /// <param name="reader">The reader.</param>
    /// <returns>The value.</returns>
    public static bool Boolean(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        _ => throw Unexpected(ref reader, "true or false"),
    };

    /// <summary>Reads a 64-bit integer.</summary>
    /// <param name="reader">The reader.</param>
    /// <returns>The integer.</returns>
    public static long Integer(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.Number, "an integer");
        return WireText.TryReadShortInteger(reader.ValueSpan, out var value) || reader.TryGetInt64(out value)
            ? value
            : throw Fault(ref reader, $"{Quote(ref reader)} is not a 64-bit integer");
    }

    /// <summary>Reads a number.</summary>
    /// <param name="reader">The reader.</param>
    /// <returns>The number with the digits it was written with.</returns>
    public static decimal Number(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.Number, "a number");
        return reader.TryGetDecimal(out var value)
            ? value
            : throw Fault(ref reader, $"{Quote(ref reader)} is beyond the range of a decimal");
    }

    /// <summary>Reads a decimal that travels as text (a bare number will do).</summary>
    /// <param name="reader">The reader.</param>
    /// <returns>The decimal with the digits it was written with.</returns>
    public static decimal DecimalText(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Number)
        {
            return Number(ref reader);
        }

        Expect(ref reader, JsonTokenType.String, "a decimal as text");
        return decimal.TryParse(reader.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Fault(ref reader, $"{Quote(ref reader)} is not a decimal");
    }

    /// <summary>Reads a UUID.</summary>
    /// <param name="reader">The reader.</param>
    /// <returns>The UUID.</returns>
    public static Guid Uuid(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.String, "a UUID");
        return WireUuid.TryRead(reader.ValueSpan, out var value) || Guid.TryParse(reader.GetString(), out value)
            ? value
            : throw Fault(ref reader, $"{Quote(ref reader)} is not a UUID");
    }

    /// <summary>Reads an instant; one without an offset counts as UTC.</summary>
    /// <param name="reader">The reader.</param>
    /// <returns>The instant, in UTC.</returns>
    public static DateTimeOffset Instant(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.String, "a date and time");
        return WireText.TryReadInstant(ref reader, out var value)
            ? value
            : throw Fault(ref reader, $"{Quote(ref reader)} is not a date and time");
    }

    /// <summary>Reads a date.</summary>
    /// <param name="reader">The reader.</param>
    /// <returns>The date.</returns>
    public static DateOnly Date(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.String, "a date");
        return DateOnly.TryParseExact(reader.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var value)
            ? value
            : throw Fault(ref reader, $"{Quote(ref reader)} is not a date");
    }

    /// <summary>Reads a value that must be one certain text.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="expected">The text.</param>
    public static void Constant(ref Utf8JsonReader reader, string expected)
    {
        Expect(ref reader, JsonTokenType.String, $"'{expected}'");
        if (!reader.ValueTextEquals(expected))
        {
            throw Fault(ref reader, $"{Quote(ref reader)} where '{expected}' is prescribed");
        }
    }

    /// <summary>Reads a value that must be one certain truth value.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="expected">The truth value.</param>
    public static void Constant(ref Utf8JsonReader reader, bool expected)
    {
        if (Boolean(ref reader) != expected)
        {
            throw Fault(ref reader, $"{(expected ? "false" : "true")} where {(expected ? "true" : "false")} is prescribed");
        }
    }

    /// <summary>A fault at the token that the reader stands on.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="message">What is wrong.</param>
    /// <returns>The exception to throw.</returns>
    public static WireException Fault(ref Utf8JsonReader reader, string message) => new(message, reader.TokenStartIndex);

    /// <summary>The fault of an object, which ends here, that lacks a member.</summary>
    /// <param name="reader">The reader, on the object's end.</param>
    /// <param name="member">The missing member.</param>
    /// <returns>The exception to throw.</returns>
    public static WireException Missing(ref Utf8JsonReader reader, string member) =>
        new("required and missing", reader.TokenStartIndex, member);

    /// <summary>The fault of a token of another kind than expected.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="expected">What should stand here.</param>
    /// <returns>The exception to throw.</returns>
    public static WireException Unexpected(ref Utf8JsonReader reader, string expected) =>
        Fault(ref reader, $"{Describe(reader.TokenType)} where {expected} is expected");

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType type, string expected)
    {
        if (reader.TokenType != type)
        {
            throw Unexpected(ref reader, expected);
        }
    }

    private static string Quote(ref Utf8JsonReader reader)
    {
        const int Longest = 60;
        var text = Encoding.UTF8.GetString(reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan);
        return text.Length > Longest ? $"'{text[..Longest]}…'" : $"'{text}'";
    }

    private static string Describe(JsonTokenType type) => type switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => "text",
        JsonTokenType.Number => "a number",
        JsonTokenType.True or JsonTokenType.False => "a truth value",
        JsonTokenType.Null => "null",
        _ => "nothing",
    };
}
