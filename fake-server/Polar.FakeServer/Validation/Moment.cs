using System.Globalization;

namespace Polar.FakeServer.Validation;

/// <summary>A moment as it was written down.</summary>
/// <param name="Local">What the clock there showed.</param>
/// <param name="Offset">How many minutes that clock was ahead of UTC; null where it does not say.</param>
internal readonly record struct Moment(DateTime Local, int? Offset)
{
    /// <summary>The ticks of it in UTC; what does not say its zone is UTC.</summary>
    public long Ticks => Local.Ticks - ((Offset ?? 0) * TimeSpan.TicksPerMinute);

    /// <summary>As Polar's validation library writes it down.</summary>
    public string Json => Text(Offset == 0 ? "Z" : RateLimitPolicy);

    /// <summary>As Python writes it down.</summary>
    public string Python => Text(RateLimitPolicy);

    private string RateLimitPolicy => Offset is not { } minutes ? ""
        : string.Create(CultureInfo.InvariantCulture, $"{(minutes < 0 ? '-' : '+')}{Math.Abs(minutes) / 60:00}:{Math.Abs(minutes) % 60:00}");

    private string Text(string zone) => Local.ToString(
        Local.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss" : "yyyy-MM-dd'T'HH:mm:ss.ffffff", CultureInfo.InvariantCulture) + zone;
}
