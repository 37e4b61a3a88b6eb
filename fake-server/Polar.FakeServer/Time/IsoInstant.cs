using System.Globalization;

namespace Polar.FakeServer.Time;

/// <summary>Instants inside of free-form members, where Polar writes the offset in figures and a fraction only when there is one.</summary>
internal static class IsoInstant
{
    public static string Of(DateTimeOffset instant) => In(instant, TimeZoneInfo.Utc);

    /// <summary>The instant by the clocks of a time zone.</summary>
    public static string In(DateTimeOffset instant, TimeZoneInfo zone)
    {
        var hasFraction = instant.Ticks % TimeSpan.TicksPerSecond >= TimeSpan.TicksPerMicrosecond;
        return TimeZoneInfo.ConvertTime(instant, zone).ToString(
            hasFraction ? "yyyy-MM-ddTHH:mm:ss.ffffffzzz" : "yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);
    }
}
