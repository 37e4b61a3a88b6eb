using Polar.FakeServer.Scheduling;

namespace Polar.FakeServer.Execution;

/// <summary>
/// Has everything that may change the world happen one after the other, and each at one moment of the clock, so that it can be repeated; it is written
/// down before anybody hears of it.
/// </summary>
/// <param name="clock">The clock, which stands still during a step.</param>
/// <param name="outbox">What a step sends waits there until the step is written down.</param>
/// <param name="write">Writes a step down, with the time of it.</param>
internal sealed class StepRecorder(VirtualClock clock, IOutbox outbox, Action<DateTimeOffset, RecordedStep> write) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly AsyncLocal<Scope?> _current = new();

    /// <summary>Takes a step. What is done within another one belongs to that one.</summary>
    /// <param name="work">Takes it.</param>
    /// <param name="describe">
    /// What is written of it, by what it came to, and by whether it made way for others in the middle; null for nothing.
    /// </param>
    public async Task<T> RunAsync<T>(Func<Task<T>> work, Func<T, bool, RecordedStep?> describe)
    {
        if (_current.Value is { IsOpen: true })
        {
            return await work().ConfigureAwait(false);
        }

        var scope = new Scope();
        await BeginAsync(scope).ConfigureAwait(false);
        try
        {
            _current.Value = scope;
            var result = await work().ConfigureAwait(false);
            if (describe(result, scope.WasLeft) is { } step)
            {
                write(scope.Time, step);
            }

            return result;
        }
        finally
        {
            End(scope);
        }
    }

    /// <summary>Does something that has steps of its own, for which the step around it makes way.</summary>
    public async Task<T> OutsideAsync<T>(Func<Task<T>> work)
    {
        if (_current.Value is not { IsOpen: true } scope)
        {
            return await work().ConfigureAwait(false);
        }

        scope.WasLeft = true;
        End(scope);

        // What is started in between and goes on later is no part of the step either.
        _current.Value = null;
        try
        {
            return await work().ConfigureAwait(false);
        }
        finally
        {
            await BeginAsync(scope).ConfigureAwait(false);
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task BeginAsync(Scope scope)
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        scope.Time = clock.Hold();
        scope.Outbox = outbox.Hold();
        scope.IsOpen = true;
    }

    private void End(Scope scope)
    {
        scope.IsOpen = false;
        clock.Release();
        _turn.Release();
        scope.Outbox!.Dispose();
    }

    private sealed class Scope
    {
        public bool IsOpen { get; set; }

        public bool WasLeft { get; set; }

        public DateTimeOffset Time { get; set; }

        public IDisposable? Outbox { get; set; }
    }
}
