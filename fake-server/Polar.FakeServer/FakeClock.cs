using Polar.FakeServer.Execution;
using Polar.FakeServer.Scheduling;
using Polar.FakeServer.Time;

namespace Polar.FakeServer;

/// <summary>The fake's time: it runs at the speed of real time, and can be moved forward. What falls due on the way happens on the way.</summary>
public sealed class FakeClock
{
    private readonly Engine _engine;

    internal FakeClock(Engine engine) => _engine = engine;

    /// <summary>The virtual time, UTC.</summary>
    public DateTimeOffset UtcNow => _engine.Clock.GetUtcNow();

    /// <summary>Moves the time forward. Moves that are asked for at once follow each other.</summary>
    /// <param name="by">How far; zero or more.</param>
    /// <returns>Completes when the clock has reached that time, everything due by then has happened, and each event of it has been delivered once.</returns>
    /// <exception cref="ArgumentOutOfRangeException">That is before now, or after the year 9000; the clock has not moved.</exception>
    /// <exception cref="FakeJobException">Something that was due has failed; everything else has happened, and the clock has moved.</exception>
    /// <exception cref="OperationCanceledException">The fake was reset in the meantime.</exception>
    public Task AdvanceAsync(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        return _engine.MoveAsync(now => by <= VirtualClock.Latest - now ? now + by : DateTimeOffset.MaxValue);
    }

    /// <summary>Moves the time forward by the calendar. Moves that are asked for at once follow each other.</summary>
    /// <param name="isoDuration">How far, as an ISO 8601 duration: <c>P1M</c>, <c>P31D</c>, <c>PT12H</c>.</param>
    /// <returns>Completes when the clock has reached that time, everything due by then has happened, and each event of it has been delivered once.</returns>
    /// <exception cref="FormatException">The text is no such duration.</exception>
    /// <exception cref="ArgumentOutOfRangeException">That is before now, or after the year 9000; the clock has not moved.</exception>
    /// <exception cref="FakeJobException">Something that was due has failed; everything else has happened, and the clock has moved.</exception>
    /// <exception cref="OperationCanceledException">The fake was reset in the meantime.</exception>
    public Task AdvanceAsync(string isoDuration)
    {
        ArgumentNullException.ThrowIfNull(isoDuration);
        if (!IsoDuration.IsOne(isoDuration))
        {
            throw new FormatException($"'{isoDuration}' is not an ISO 8601 duration such as P1M, P31D or PT12H.");
        }

        return _engine.MoveAsync(now => IsoDuration.After(now, isoDuration) ?? DateTimeOffset.MaxValue);
    }

    /// <summary>Moves the time forward to a moment.</summary>
    /// <param name="moment">The moment, of whatever offset; not before now.</param>
    /// <returns>Completes when the clock has reached that time, everything due by then has happened, and each event of it has been delivered once.</returns>
    /// <exception cref="ArgumentOutOfRangeException">That is before now, or after the year 9000; the clock has not moved.</exception>
    /// <exception cref="FakeJobException">Something that was due has failed; everything else has happened, and the clock has moved.</exception>
    /// <exception cref="OperationCanceledException">The fake was reset in the meantime.</exception>
    public Task SetAsync(DateTimeOffset moment) => _engine.MoveAsync(_ => moment);
}
