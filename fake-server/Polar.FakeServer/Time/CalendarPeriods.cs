using Polar.Functional.Contracts;

namespace Polar.FakeServer.Time;

/// <summary>
/// The hours, days, weeks (from Monday), months or years that a range of days is cut into, as the clocks of a time zone count them: a day may have 23 or 25
/// hours. The first period is a whole one, even where the range begins in its middle.
/// </summary>
internal sealed class CalendarPeriods
{
    private readonly ZoneCalendar _calendar;

    /// <summary>When periods begin, in ticks of UTC, and at last when the last one ends.</summary>
    private readonly long[] _bounds;

    private readonly long _first;
    private readonly long _end;

    /// <summary>Cuts a range into periods.</summary>
    /// <param name="firstDay">The range's first day.</param>
    /// <param name="lastDay">The range's last day, which is part of it.</param>
    /// <param name="interval">How long a period is.</param>
    /// <param name="zone">The zone whose clocks count.</param>
    public CalendarPeriods(DateOnly firstDay, DateOnly lastDay, TimeInterval interval, TimeZoneInfo zone)
    {
        _calendar = new ZoneCalendar(zone);
        _first = Ticks(firstDay.ToDateTime(TimeOnly.MinValue));
        _end = Ticks(Later(lastDay.ToDateTime(TimeOnly.MinValue), TimeInterval.Day));
        var bounds = new List<long>();
        if (interval == TimeInterval.Hour)
        {
            for (var start = _first; start < _end; start += TimeSpan.TicksPerHour)
            {
                bounds.Add(start);
            }

            bounds.Add(Math.Min(bounds[^1] + TimeSpan.TicksPerHour, DateTime.MaxValue.Ticks));
        }
        else
        {
            var local = Beginning(firstDay.ToDateTime(TimeOnly.MinValue), interval);
            for (; Ticks(local) < _end; local = Later(local, interval))
            {
                bounds.Add(Ticks(local));
            }

            bounds.Add(Ticks(local));
        }

        _bounds = [.. bounds];
    }

    /// <summary>How many periods there are.</summary>
    public int Count => _bounds.Length - 1;

    /// <summary>When the range ends: the last period may end later.</summary>
    public DateTimeOffset End => new(_end, TimeSpan.Zero);

    /// <summary>When a period begins; of their number, when the last one ends.</summary>
    public DateTimeOffset Start(int period) => new(_bounds[period], TimeSpan.Zero);

    /// <summary>The period that an instant is in; -1 before the first one, and their number behind the last one.</summary>
    public int Of(DateTimeOffset instant)
    {
        var found = Array.BinarySearch(_bounds, instant.UtcTicks);
        return found >= 0 ? found : ~found - 1;
    }

    /// <summary>Whether an instant is before the range: the first period may begin earlier.</summary>
    public bool IsBefore(DateTimeOffset instant) => instant.UtcTicks < _first;

    /// <summary>Whether an instant is behind the range: the last period may end later.</summary>
    public bool IsAfter(DateTimeOffset instant) => instant.UtcTicks >= _end;

    /// <summary>Whether an instant is on one of the range's days.</summary>
    public bool Covers(DateTimeOffset instant) => !IsBefore(instant) && !IsAfter(instant);

    /// <summary>When the clocks showed the time at which a period begins, so many days earlier.</summary>
    public DateTimeOffset BeforeStart(int period, int days)
    {
        var local = _calendar.Local(Start(period));
        return _calendar.Instant(local.Ticks < TimeSpan.TicksPerDay * days ? DateTime.MinValue : local.AddDays(-days));
    }

    private static DateTime Beginning(DateTime day, TimeInterval interval) => interval.Value switch
    {
        TimeInterval.Values.Week => day.AddDays(-(((int)day.DayOfWeek + 6) % 7)),
        TimeInterval.Values.Month => new DateTime(day.Year, day.Month, 1),
        TimeInterval.Values.Year => new DateTime(day.Year, 1, 1),
        _ => day,
    };

    /// <summary>The time an interval later; the calendar ends with the year 9999.</summary>
    private static DateTime Later(DateTime local, TimeInterval interval)
    {
        var (months, days) = interval.Value switch
        {
            TimeInterval.Values.Year => (12, 0),
            TimeInterval.Values.Month => (1, 0),
            TimeInterval.Values.Week => (0, 7),
            _ => (0, 1),
        };
        return (local.Year * 12) + local.Month + months > 9999 * 12 + 12 || DateTime.MaxValue - local < TimeSpan.FromDays(days)
            ? DateTime.MaxValue
            : local.AddMonths(months).AddDays(days);
    }

    /// <summary>When a day begins there.</summary>
    private long Ticks(DateTime day) => _calendar.Beginning(day).UtcTicks;
}
