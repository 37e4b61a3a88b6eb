using Polar.FakeServer.Execution;
using Polar.FakeServer.Time;

namespace Polar.FakeServer;

/// <summary>The fake's time: it runs like the clock on the wall, and can be moved forward. What falls due on the way happens on the way.</summary>
public sealed class FakeClock
{
    private readonly Engine _engine;

    internal FakeClock(Engine engine) => _engine = engine;

    /// <summary>The virtual time.</summary>
    public DateTimeOffset UtcNow => _engine.Clock.GetUtcNow();

    /// <summary>Moves the time forward.</summary>
    /// <param name="by">How far.</param>
    /// <returns>Done when everything due has happened and every event of it has been delivered once.</returns>
    public Task AdvanceAsync(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        return SetAsync(UtcNow + by);
    }

    /// <summary>Moves the time forward by the calendar.</summary>
    /// <param name="isoDuration">How far, as an ISO 8601 duration: <c>P1M</c>, <c>P31D</c>, <c>PT12H</c>.</param>
    /// <returns>Done when everything due has happened and every event of it has been delivered once.</returns>
    /// <exception cref="FormatException">The text is no such duration.</exception>
    public Task AdvanceAsync(string isoDuration)
    {
        ArgumentNullException.ThrowIfNull(isoDuration);
        return SetAsync(IsoDuration.After(UtcNow, isoDuration)
            ?? throw new FormatException($"'{isoDuration}' is not an ISO 8601 duration such as P1M, P31D or PT12H."));
    }

    /// <summary>Moves the time forward to a moment.</summary>
    /// <param name="moment">The moment; not before now.</param>
    /// <returns>Done when everything due has happened and every event of it has been delivered once.</returns>
    public async Task SetAsync(DateTimeOffset moment)
    {
        var now = UtcNow;
        if (moment < now)
        {
            throw new ArgumentOutOfRangeException(nameof(moment), moment, $"The clock stands at {now:O} and only goes forward.");
        }

        await _engine.MoveToAsync(moment).ConfigureAwait(false);
    }
}
