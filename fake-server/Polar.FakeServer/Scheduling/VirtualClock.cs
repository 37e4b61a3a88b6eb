namespace Polar.FakeServer.Scheduling;

/// <summary>The fake's time: the wall clock's, moved forward as far as anybody has moved it; or, where it is frozen, a time that only moves when told.</summary>
internal sealed class VirtualClock : TimeProvider
{
    private readonly TimeProvider _systemClock;
    private readonly DateTimeOffset? _start;
    private long _ticks;
    private long _held;

    /// <summary>A clock that begins at a time.</summary>
    /// <param name="systemClock">The time outside.</param>
    /// <param name="start">The time to begin at; null for the time outside.</param>
    /// <param name="isFrozen">Whether it stands still in between.</param>
    public VirtualClock(TimeProvider systemClock, DateTimeOffset? start, bool isFrozen = false)
    {
        _systemClock = systemClock;
        // A frozen clock comes back to the same time whenever it starts over.
        _start = isFrozen ? start ?? systemClock.GetUtcNow() : start;
        IsFrozen = isFrozen;
        Restart();
    }

    /// <summary>The last moment that the clock can be moved to: what is counted from there still has a date.</summary>
    public static DateTimeOffset Latest { get; } = new(9000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The time that it begins at; null for the time outside.</summary>
    public DateTimeOffset? Start => _start;

    /// <summary>Where it stands: the ticks of the time where it is frozen, else how far it is ahead of the time outside.</summary>
    public long Position => Interlocked.Read(ref _ticks);

    /// <summary>Whether it only moves when told.</summary>
    public bool IsFrozen { get; }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        if (Interlocked.Read(ref _held) is not 0 and var held)
        {
            return new DateTimeOffset(held, TimeSpan.Zero);
        }

        // Frozen, these are the ticks of the time; else, how far it is ahead of the time outside.
        var ticks = Interlocked.Read(ref _ticks);
        var now = IsFrozen ? new DateTimeOffset(ticks, TimeSpan.Zero) : _systemClock.GetUtcNow().AddTicks(ticks);
        return new DateTimeOffset(InMicroseconds(now.UtcTicks), TimeSpan.Zero);
    }

    /// <summary>The time outside, which webhook signatures carry.</summary>
    public DateTimeOffset WallNow() => _systemClock.GetUtcNow();

    /// <summary>Back to where it started: a set time again, or the time outside.</summary>
    public void Restart()
    {
        if (_start is { } start)
        {
            Set(start);
        }
        else
        {
            Interlocked.Exchange(ref _ticks, 0);
            if (Interlocked.Read(ref _held) != 0)
            {
                Interlocked.Exchange(ref _held, InMicroseconds(_systemClock.GetUtcNow().UtcTicks));
            }
        }
    }

    /// <summary>Back to where it stood.</summary>
    /// <param name="position">See <see cref="Position"/>.</param>
    public void Return(long position) => Interlocked.Exchange(ref _ticks, position);

    /// <summary>Moves the time forward to a moment; it goes on from there.</summary>
    public void Set(DateTimeOffset moment)
    {
        Interlocked.Exchange(ref _ticks, IsFrozen ? moment.UtcTicks : (moment - _systemClock.GetUtcNow()).Ticks);
        if (Interlocked.Read(ref _held) != 0)
        {
            Interlocked.Exchange(ref _held, InMicroseconds(moment.UtcTicks));
        }
    }

    /// <summary>Has the time stand still until it is released, unless it is set.</summary>
    /// <returns>Where it stands.</returns>
    public DateTimeOffset Hold()
    {
        var now = GetUtcNow();
        Interlocked.Exchange(ref _held, now.UtcTicks);
        return now;
    }

    /// <summary>Has the time go on, if it is not frozen: from where it would stand by now.</summary>
    public void Release() => Interlocked.Exchange(ref _held, 0);

    // Polar keeps microseconds.
    private static long InMicroseconds(long ticks) => ticks - (ticks % TimeSpan.TicksPerMicrosecond);
}
