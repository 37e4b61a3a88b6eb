namespace Polar.FakeServer.Scheduling;

/// <summary>The fake's time: the wall clock's, moved forward as far as anybody has moved it.</summary>
internal sealed class VirtualClock(TimeProvider systemClock, DateTimeOffset? start) : TimeProvider
{
    private long _offset = Ahead(systemClock, start);

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        var now = systemClock.GetUtcNow().AddTicks(Interlocked.Read(ref _offset));
        // Polar keeps microseconds.
        return now.AddTicks(-(now.Ticks % 10));
    }

    /// <summary>The time outside, which webhook signatures carry.</summary>
    public DateTimeOffset WallNow() => systemClock.GetUtcNow();

    /// <summary>Back to where it started: a set time again, or the time outside.</summary>
    public void Restart() => Interlocked.Exchange(ref _offset, Ahead(systemClock, start));

    /// <summary>Moves the time forward to a moment; it goes on from there.</summary>
    public void Set(DateTimeOffset moment) => Interlocked.Exchange(ref _offset, Ahead(systemClock, moment));

    private static long Ahead(TimeProvider systemClock, DateTimeOffset? moment) => moment is { } set ? (set - systemClock.GetUtcNow()).Ticks : 0;
}
