using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Subscriptions;

/// <summary>Billing periods by the calendar.</summary>
internal static class Periods
{
    /// <summary>A number of intervals later, by plain calendar arithmetic.</summary>
    public static DateTimeOffset Add(DateTimeOffset start, string interval, long count) => interval switch
    {
        RecurringInterval.Values.Day => start.AddDays(count),
        RecurringInterval.Values.Week => start.AddDays(7 * count),
        RecurringInterval.Values.Month => start.AddMonths((int)count),
        _ => start.AddMonths(12 * (int)count),
    };

    /// <summary>The end of the period that starts here. Months and years end on the anchor's day again as soon as a month has that day.</summary>
    public static DateTimeOffset Next(DateTimeOffset start, string interval, long count, int anchor)
    {
        var end = Add(start, interval, count);
        if (interval is RecurringInterval.Values.Day or RecurringInterval.Values.Week || end.Day == anchor)
        {
            return end;
        }

        var day = Math.Min(anchor, DateTime.DaysInMonth(end.Year, end.Month));
        return end.AddDays(day - end.Day);
    }
}
