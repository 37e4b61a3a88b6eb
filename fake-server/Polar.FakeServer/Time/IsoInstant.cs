using System.Globalization;

namespace Polar.FakeServer.Time;

/// <summary>Instants inside of free-form members, where Polar writes the offset in figures and a fraction only when there is one.</summary>
internal static class IsoInstant
{
    public static string Of(DateTimeOffset instant)
    {
        var hasFraction = instant.Ticks % TimeSpan.TicksPerSecond >= TimeSpan.TicksPerMicrosecond;
        return instant.ToUniversalTime().ToString(
            hasFraction ? "yyyy-MM-ddTHH:mm:ss.ffffffzzz" : "yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);
    }
}
