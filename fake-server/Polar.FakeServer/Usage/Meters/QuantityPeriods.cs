using Polar.FakeServer.Time;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Usage.Meters;

/// <summary>The rows of a series of quantities, and which row an event belongs to.</summary>
internal sealed class QuantityPeriods
{
    private readonly long[] _starts;
    private readonly long[] _ends;
    private int _latest;

    private QuantityPeriods(DateTimeOffset[] moments, long[] starts, long[] ends)
    {
        Moments = moments;
        _starts = starts;
        _ends = ends;
    }

    /// <summary>The moments that the rows are shown under.</summary>
    public DateTimeOffset[] Moments { get; }

    /// <summary>The first moment that is in a row.</summary>
    public DateTimeOffset Start => new(_starts[0], TimeSpan.Zero);

    /// <summary>The first moment behind all rows.</summary>
    public DateTimeOffset End => new(_ends[^1], TimeSpan.Zero);

    /// <summary>Rows from one moment on, an interval apart, not behind another moment; each stands for all of the hour, day, … that its moment is in.</summary>
    public static QuantityPeriods Of(DateTimeOffset start, DateTimeOffset end, TimeInterval interval, TimeZoneInfo zone)
    {
        var calendar = new ZoneCalendar(zone);
        var moments = new List<DateTimeOffset>();
        for (var moment = start.ToUniversalTime(); moment <= end; moment = calendar.Next(moment, interval))
        {
            moments.Add(moment);
        }

        var periods = moments.ConvertAll(moment => calendar.Around(moment, interval));
        return new QuantityPeriods(
            [.. moments], [.. periods.Select(period => period.Start.UtcTicks)], [.. periods.Select(period => period.End.UtcTicks)]);
    }

    /// <summary>The number of the row that a moment belongs to; −1 where it belongs to none.</summary>
    public int RowOf(long ticks)
    {
        if (ticks >= _starts[_latest] && ticks < _ends[_latest])
        {
            return _latest;
        }

        var found = Array.BinarySearch(_starts, ticks);
        found = found < 0 ? ~found - 1 : found;
        if (found < 0 || ticks >= _ends[found])
        {
            return -1;
        }

        return _latest = found;
    }
}
