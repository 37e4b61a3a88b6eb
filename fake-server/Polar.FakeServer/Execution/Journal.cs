using Polar.FakeServer.Scheduling;

namespace Polar.FakeServer.Execution;

/// <summary>
/// Has what steps make of the world kept before anybody is told of it. While one write is under way steps go on, and the next write keeps all of them at
/// once. What could not be kept has not happened: the world is again what is kept, and each of those steps fails.
/// </summary>
/// <param name="store">Where worlds are kept.</param>
/// <param name="clock">The clock, which is kept with them.</param>
/// <param name="turn">What every step holds while it is taken.</param>
/// <param name="world">The world that is kept so far.</param>
internal sealed class Journal(IWorldStore store, VirtualClock clock, SemaphoreSlim turn, World world)
{
    private readonly Lock _gate = new();
    private World _kept = world;
    private World _noted = world;
    private long _keptClock = clock.Position;
    private long _notedClock = clock.Position;
    private List<Action> _afterwards = [];
    private Batch? _open;
    private Batch? _writing;
    private string? _fault;

    /// <summary>Raised when the world is another one for all who look at it.</summary>
    public event Action<World>? Kept;

    /// <summary>Raised when something could not be kept and was taken back.</summary>
    public event Action? TakenBack;

    /// <summary>The world as the steps have made it, kept or not; only for who holds the turn.</summary>
    public World Head { get; set; } = world;

    /// <summary>Why the latest write failed; null where it did not.</summary>
    public string? Fault => Volatile.Read(ref _fault);

    /// <summary>Has something done once what this turn has made is kept; only for who holds the turn.</summary>
    public void Afterwards(Action action) => _afterwards.Add(action);

    /// <summary>Ends a turn: what it has made, and whatever it is built on, is written.</summary>
    /// <returns>Completes when it is kept.</returns>
    /// <exception cref="FakeDataException">It could not be kept.</exception>
    public Task EndTurn()
    {
        lock (_gate)
        {
            var position = clock.Position;
            if (ReferenceEquals(Head, _noted) && position == _notedClock && _afterwards.Count == 0)
            {
                // Nothing is new, but what was looked at may be.
                return (_open ?? _writing)?.Done.Task ?? Task.CompletedTask;
            }

            _open ??= new Batch();
            (_open.World, _open.Clock) = (_noted, _notedClock) = (Head, position);
            _open.Afterwards.AddRange(_afterwards);
            _afterwards = [];
            if (_writing is null)
            {
                _writing = Next();
                _ = Task.Run(WriteAsync);
            }

            return (_open ?? _writing)!.Done.Task;
        }
    }

    /// <summary>Waits until nothing is being written.</summary>
    public async Task SettleAsync()
    {
        while (Current() is { } batch)
        {
            await ((Task)batch.Done.Task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private Batch? Current()
    {
        lock (_gate)
        {
            return _open ?? _writing;
        }
    }

    private Batch? Next()
    {
        var next = _open;
        _open = null;
        return next;
    }

    private async Task WriteAsync()
    {
        for (var batch = _writing; batch is not null;)
        {
            try
            {
                store.Keep(_kept, batch.World, batch.Clock);
            }
#pragma warning disable CA1031 // Whatever keeps it from being written, it is told to whoever waits for it.
            catch (Exception fault)
#pragma warning restore CA1031
            {
                await TakeBackAsync(batch, fault).ConfigureAwait(false);
                return;
            }

            _keptClock = batch.Clock;
            _kept = batch.World;
            Volatile.Write(ref _fault, null);
            Kept?.Invoke(batch.World);
            batch.Tell();

            // Read inside: once nothing is being written, the end of the next turn has its own writer begin.
            Batch? next;
            lock (_gate)
            {
                next = _writing = Next();
            }

            batch.Done.TrySetResult();
            batch = next;
        }
    }

    /// <summary>What was built on what could not be kept is taken back with it.</summary>
    private async Task TakeBackAsync(Batch batch, Exception fault)
    {
        var told = fault as FakeDataException ?? new FakeDataException($"What was asked has not happened: it could not be kept ({fault.Message}).", fault);
        Batch? built;
        await turn.WaitAsync().ConfigureAwait(false);
        try
        {
            lock (_gate)
            {
                built = Next();
                _writing = null;
                Head = _noted = _kept;
                _notedClock = _keptClock;
                clock.Return(_keptClock);
                Volatile.Write(ref _fault, told.Message);
            }
        }
        finally
        {
            turn.Release();
        }

        batch.Done.TrySetException(told);
        built?.Done.TrySetException(told);
        TakenBack?.Invoke();
    }

    /// <summary>Steps that are kept at once.</summary>
    private sealed class Batch
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public List<Action> Afterwards { get; } = [];

        public World World { get; set; } = null!;

        public long Clock { get; set; }

        /// <summary>Has all done that waits for this.</summary>
        public void Tell()
        {
            foreach (var action in Afterwards)
            {
                try
                {
                    action();
                }
#pragma warning disable CA1031 // What was kept has happened, whatever becomes of telling it.
                catch (Exception)
#pragma warning restore CA1031
                {
                    continue;
                }
            }
        }
    }
}
