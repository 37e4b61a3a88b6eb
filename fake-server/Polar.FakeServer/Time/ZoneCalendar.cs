using Polar.Functional.Contracts;

namespace Polar.FakeServer.Time;

/// <summary>
/// The calendar of a time zone as PostgreSQL reckons with it: days, weeks, months and years go by the clocks there, hours by the time that passes. A
/// local time that clocks skip is read as if they had not been put forward yet, one that they show twice as if they had been put back already.
/// </summary>
internal sealed class ZoneCalendar(TimeZoneInfo zone)
{
    /// <summary>One interval later. A month that has not that many days ends earlier, and stays so: intervals are added one by one.</summary>
    public DateTimeOffset Next(DateTimeOffset instant, TimeInterval interval)
    {
        if (interval == TimeInterval.Hour)
        {
            return instant.AddHours(1);
        }

        var local = Local(instant);
        return Instant(interval.Value switch
        {
            TimeInterval.Values.Day => local.AddDays(1),
            TimeInterval.Values.Week => local.AddDays(7),
            TimeInterval.Values.Month => local.AddMonths(1),
            _ => local.AddYears(1),
        });
    }

    /// <summary>The hour, day, week from Monday, month or year that an instant lies in: from its first instant to the first one behind it.</summary>
    public (DateTimeOffset Start, DateTimeOffset End) Around(DateTimeOffset instant, TimeInterval interval)
    {
        if (interval == TimeInterval.Hour)
        {
            // Clocks that are half an hour off have hours that are half an hour off; around a change of the offset an hour is what the clocks call one.
            var offset = zone.GetUtcOffset(instant);
            var local = instant.ToUniversalTime().DateTime + offset;
            var start = new DateTimeOffset(local.AddTicks(-(local.Ticks % TimeSpan.TicksPerHour)) - offset, TimeSpan.Zero);
            return (start, start.AddHours(1));
        }

        var day = Local(instant).Date;
        var (first, behind) = interval.Value switch
        {
            TimeInterval.Values.Day => (day, day.AddDays(1)),
            TimeInterval.Values.Week => day.AddDays(-(((int)day.DayOfWeek + 6) % 7)) is var monday ? (monday, monday.AddDays(7)) : default,
            TimeInterval.Values.Month => new DateTime(day.Year, day.Month, 1) is var month ? (month, month.AddMonths(1)) : default,
            _ => new DateTime(day.Year, 1, 1) is var year ? (year, year.AddYears(1)) : default,
        };
        return (Beginning(first), Beginning(behind));
    }

    /// <summary>What the clocks there show.</summary>
    public DateTime Local(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, zone).DateTime;

    /// <summary>The instant at which the clocks show a time.</summary>
    public DateTimeOffset Instant(DateTime local)
    {
        if (zone.IsInvalidTime(local))
        {
            // Read with the offset before the change, which is the one a day earlier: no zone changes twice in a day.
            return Utc(local, zone.GetUtcOffset(local.AddDays(-1)));
        }

        return Utc(local, zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Min() : zone.GetUtcOffset(local));
    }

    /// <summary>The first instant of a day: where clocks are put back across midnight the earlier midnight counts, where they skip it the time they go on from.</summary>
    public DateTimeOffset Beginning(DateTime day) =>
        zone.IsAmbiguousTime(day) ? Utc(day, zone.GetAmbiguousTimeOffsets(day).Max()) : Instant(day);

    /// <summary>A local time with its offset; what would be before the first year or behind the last is at that end of time.</summary>
    private static DateTimeOffset Utc(DateTime local, TimeSpan offset) =>
        new(Math.Clamp(local.Ticks - offset.Ticks, DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks), TimeSpan.Zero);
}
