namespace Polar.FakeServer.Execution;

/// <summary>Moves of the clock, one after the other in the order in which they were asked for.</summary>
internal sealed class ClockMoves(Engine engine, IOutbox outbox) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private List<ParkedJob> _parked = [];
    private CancellationTokenSource _cancel = new();

    /// <summary>Makes one move.</summary>
    /// <param name="target">Where the clock is to stand, by where it stands when the move begins.</param>
    /// <returns>Where it stands, and what failed on the way.</returns>
    public async Task<(DateTimeOffset Moment, IReadOnlyList<ParkedJob> Parked)> RunAsync(Func<DateTimeOffset, DateTimeOffset> target)
    {
        var cancelled = Volatile.Read(ref _cancel).Token;
        try
        {
            await _turn.WaitAsync(cancelled).ConfigureAwait(false);
            try
            {
                return await RunInTurnAsync(target, cancelled).ConfigureAwait(false);
            }
            finally
            {
                _turn.Release();
            }
        }
        catch (OperationCanceledException) when (cancelled.IsCancellationRequested)
        {
            throw new OperationCanceledException("The fake was reset while its clock was moving.", cancelled);
        }
    }

    /// <summary>Ends the moves that have been asked for so far, wherever they are.</summary>
    public void Cancel()
    {
        // Not disposed of: a move that has just begun may still ask for its token.
        var cancel = Interlocked.Exchange(ref _cancel, new CancellationTokenSource());
        cancel.Cancel();
    }

    public void Dispose() => Cancel();

    /// <summary>Notes that something failed; the move that is under way tells of it.</summary>
    public void Note(ParkedJob parked)
    {
        lock (_turn)
        {
            // Where nobody moves the clock, nobody takes them away.
            if (_parked.Count < World.MostParkedJobs)
            {
                _parked.Add(parked);
            }
        }
    }

    private async Task<(DateTimeOffset Moment, IReadOnlyList<ParkedJob> Parked)> RunInTurnAsync(
        Func<DateTimeOffset, DateTimeOffset> target, CancellationToken cancelled)
    {
        DateTimeOffset moment;
        using (outbox.Hold())
        {
            // What is on its way belongs to the time before.
            await outbox.SettleAsync(cancelled).ConfigureAwait(false);
            Noted();
            var now = engine.Clock.GetUtcNow();
            moment = target(now);
            ClockRangeException.ThrowIfOutOfRange(now, moment);
            while (await engine.RunNextAsync(moment, cancelled).ConfigureAwait(false))
            {
                await outbox.SettleAsync(cancelled).ConfigureAwait(false);
            }
        }

        await engine.ArriveAsync(moment, cancelled).ConfigureAwait(false);
        return (moment, Noted());
    }

    private List<ParkedJob> Noted()
    {
        lock (_turn)
        {
            return Interlocked.Exchange(ref _parked, []);
        }
    }
}
