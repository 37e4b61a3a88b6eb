using Polar.Functional.Contracts;

namespace Polar.FakeServer.Usage;

/// <summary>How many days may be cut into periods of which length.</summary>
internal static class IntervalLimits
{
    /// <summary>The limits as the wire shows them. The least number of days and the earliest date are advice, which nobody is held to.</summary>
    public static MetricsLimits Resource { get; } = new()
    {
        MinDate = new DateOnly(2023, 1, 1),
        Intervals = new MetricsIntervalsLimits
        {
            Hour = new MetricsIntervalLimit { MinDays = 0, MaxDays = 7 },
            Day = new MetricsIntervalLimit { MinDays = 0, MaxDays = 366 },
            Week = new MetricsIntervalLimit { MinDays = 14, MaxDays = 371 },
            Month = new MetricsIntervalLimit { MinDays = 60, MaxDays = 1460 },
            Year = new MetricsIntervalLimit { MinDays = 366, MaxDays = 3650 },
        },
    };

    /// <summary>Whether a range may be cut so finely.</summary>
    public static bool Allow(DateOnly firstDay, DateOnly lastDay, TimeInterval interval) =>
        firstDay <= lastDay && lastDay.DayNumber - firstDay.DayNumber <= Of(interval).MaxDays;

    private static MetricsIntervalLimit Of(TimeInterval interval) => interval.Value switch
    {
        TimeInterval.Values.Hour => Resource.Intervals.Hour,
        TimeInterval.Values.Day => Resource.Intervals.Day,
        TimeInterval.Values.Week => Resource.Intervals.Week,
        TimeInterval.Values.Month => Resource.Intervals.Month,
        _ => Resource.Intervals.Year,
    };
}
