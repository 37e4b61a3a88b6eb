using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Polar.Functional.Contracts;

/// <summary>Times and faults as text.</summary>
internal static class WireText
{
    private const int LongestInstant = 33;

    /// <summary>UTC with <c>Z</c>; six digits behind the second as Polar writes them, none when zero, seven only when the value has that many.</summary>
    public static void WriteInstant(Utf8JsonWriter writer, DateTimeOffset value)
    {
        Span<byte> text = stackalloc byte[LongestInstant];
        var utc = value.UtcDateTime;
        var fraction = utc.Ticks % TimeSpan.TicksPerSecond;
        var format = fraction == 0 ? "yyyy-MM-dd'T'HH:mm:ss'Z'"
            : fraction % 10 == 0 ? "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'"
            : "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";
        utc.TryFormat(text, out var written, format, CultureInfo.InvariantCulture);
        writer.WriteStringValue(text[..written]);
    }

    /// <summary>The same as text.</summary>
    public static string OfInstant(DateTimeOffset value)
    {
        var utc = value.UtcDateTime;
        var fraction = utc.Ticks % TimeSpan.TicksPerSecond;
        return utc.ToString(
            fraction == 0 ? "yyyy-MM-dd'T'HH:mm:ss'Z'"
            : fraction % 10 == 0 ? "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'"
            : "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'",
            CultureInfo.InvariantCulture);
    }

    /// <summary>Reads any RFC 3339 time; one without an offset counts as UTC.</summary>
    public static bool TryReadInstant(ref Utf8JsonReader reader, out DateTimeOffset value)
    {
        var token = reader.ValueSpan;
        var carriesOffset = token.Length > 6 && (token[^1] == 'Z' || token[^6] is (byte)'+' or (byte)'-');
        if (carriesOffset && reader.TryGetDateTimeOffset(out value))
        {
            value = value.ToUniversalTime();
            return true;
        }

        return DateTimeOffset.TryParse(
            reader.GetString(),
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out value);
    }

    public static string OfSyntaxFault(JsonException fault)
    {
        // The library's message ends with its own notion of the place, which the path says better.
        var message = new StringBuilder(fault.Message);
        var tail = fault.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        if (tail >= 0)
        {
            message.Length = tail;
        }

        return message.ToString();
    }
}
