using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Polar.Functional.Contracts;

/// <summary>Times and faults as text.</summary>
internal static class WireText
{
    private const int LongestInstant = 33;

    /// <summary>Date and time without what stands behind the second.</summary>
    private const int WholeSeconds = 19;

    /// <summary>Digits behind the second that count.</summary>
    private const int MostFraction = 7;

    /// <summary>So many digits always fit into 64 bits.</summary>
    internal const int MostSafeDigits = 18;

    /// <summary>What a number of two digits never outweighs, not even a hundredfold.</summary>
    private const int Impossible = 1_000_000;

    /// <summary>Date, hour and minute.</summary>
    private const int ShortestTime = 16;

    /// <summary>UTC with <c>Z</c>; six digits behind the second as Polar writes them, none when zero, seven only when the value has that many.</summary>
    public static void WriteInstant(Utf8JsonWriter writer, DateTimeOffset value)
    {
        Span<byte> text = stackalloc byte[LongestInstant];
        var utc = value.UtcDateTime;

        // The round-trip format is by far the fastest; it always has seven digits behind the second.
        utc.TryFormat(text, out var written, "O", CultureInfo.InvariantCulture);
        var fraction = utc.Ticks % TimeSpan.TicksPerSecond;
        var length = fraction == 0 ? WholeSeconds : written - (fraction % 10 == 0 ? 2 : 1);
        text[length] = (byte)'Z';
        writer.WriteStringValue(text[..(length + 1)]);
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

    /// <summary>Reads an integer that no overflow can meet, written as everybody writes it; others are left to the slower ways.</summary>
    public static bool TryReadShortInteger(ReadOnlySpan<byte> token, out long value)
    {
        value = 0;
        var isNegative = !token.IsEmpty && token[0] == '-';
        var digits = isNegative ? token[1..] : token;
        if (digits.Length is 0 or > MostSafeDigits)
        {
            return false;
        }

        foreach (var digit in digits)
        {
            if (!char.IsAsciiDigit((char)digit))
            {
                return false;
            }

            value = (value * 10) + (digit - '0');
        }

        value = isNegative ? -value : value;
        return true;
    }

    /// <summary>Reads any RFC 3339 time; one without an offset counts as UTC. Of more than seven digits behind the second the first seven count.</summary>
    public static bool TryReadInstant(ref Utf8JsonReader reader, out DateTimeOffset value)
    {
        var token = reader.ValueSpan;
        if (TryReadUtc(token, out value))
        {
            return true;
        }

        if (token.Length > 0 && (token[^1] == 'Z' || IsOffset(token)) && reader.TryGetDateTimeOffset(out value))
        {
            value = value.ToUniversalTime();
            return true;
        }

        return TryReadBare(token, out value) || DateTimeOffset.TryParse(
            reader.GetString(),
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out value);
    }

    /// <summary>Reads <c>2026-03-01T12:00:00.123456Z</c>, the form that Polar writes; others are left to the slower ways.</summary>
    internal static bool TryReadUtc(ReadOnlySpan<byte> token, out DateTimeOffset value)
    {
        value = default;
        if (token.Length <= WholeSeconds || token.Length > WholeSeconds + MostFraction + 2 || token[^1] != 'Z'
            || token[4] != '-' || token[7] != '-' || token[10] != 'T' || token[13] != ':' || token[16] != ':')
        {
            return false;
        }

        var (year, month, day) = ((Two(token, 0) * 100) + Two(token, 2), Two(token, 5), Two(token, 8));
        var (hour, minute, second) = (Two(token, 11), Two(token, 14), Two(token, 17));
        if ((year | month | day | hour | minute | second) < 0
            || year == 0 || month is 0 or > 12 || day == 0 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 59
            || !TryReadFraction(token[WholeSeconds..^1], out var ticks))
        {
            return false;
        }

        value = new DateTimeOffset(new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc).AddTicks(ticks));
        return true;
    }

    /// <summary>The number of two digits; something so negative where they are none that it stays negative whatever is added.</summary>
    private static int Two(ReadOnlySpan<byte> token, int place)
    {
        var (tens, ones) = (token[place] - '0', token[place + 1] - '0');
        return (uint)tens <= 9 && (uint)ones <= 9 ? (tens * 10) + ones : -Impossible;
    }

    /// <summary>Nothing, or a point and up to seven digits.</summary>
    private static bool TryReadFraction(ReadOnlySpan<byte> token, out long ticks)
    {
        ticks = 0;
        if (token.IsEmpty)
        {
            return true;
        }

        if (token.Length == 1 || token[0] != '.' || token[1] == '-' || !TryReadShortInteger(token[1..], out ticks))
        {
            return false;
        }

        for (var digit = token.Length - 1; digit < MostFraction; digit++)
        {
            ticks *= 10;
        }

        return true;
    }

    /// <summary>Reads a time without an offset, or with a small <c>z</c>, as the one in UTC that it stands for.</summary>
    private static bool TryReadBare(ReadOnlySpan<byte> token, out DateTimeOffset value)
    {
        value = default;
        if (token.Length is 0 or > LongestInstant || IsOffset(token))
        {
            return false;
        }

        Span<byte> quoted = stackalloc byte[LongestInstant + 3];
        var digits = token[^1] is (byte)'z' or (byte)'Z' ? token[..^1] : token;
        quoted[0] = (byte)'"';
        digits.CopyTo(quoted[1..]);
        "Z\""u8.CopyTo(quoted[(digits.Length + 1)..]);
        var reader = new Utf8JsonReader(quoted[..(digits.Length + 3)]);
        return reader.Read() && reader.TryGetDateTimeOffset(out value);
    }

    /// <summary>Whether a time ends with an offset; a date alone has a dash there too.</summary>
    private static bool IsOffset(ReadOnlySpan<byte> token) => token.Length > ShortestTime && token[^6] is (byte)'+' or (byte)'-';

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
