using System.Globalization;

namespace Polar.FakeServer;

/// <summary>Values from query strings that have been validated, and are in the form that validation gives them.</summary>
internal static class QueryText
{
    public static long Integer(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    public static DateTimeOffset Instant(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);

    public static DateOnly Date(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
