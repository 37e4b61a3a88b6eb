namespace Polar.FakeServer.Execution;

/// <summary>What the engine does where its world is kept beyond the process: nobody sees a world, or hears of it, before it is kept.</summary>
internal sealed partial class Engine
{
    // Work that could not be kept is tried again by itself, but not at once.
    private static readonly TimeSpan s_respite = TimeSpan.FromSeconds(5);

    private readonly Journal? _journal;

    /// <summary>Why what happened last could not be kept beyond the process; null where it was, or need not be.</summary>
    public string? KeepingFault => _journal?.Fault;

    /// <inheritdoc/>
    World IJobSite.World => Head;

    /// <summary>The world as the steps have made it, kept or not; only for who holds the turn.</summary>
    private World Head
    {
        get => _journal is null ? World : _journal.Head;
        set
        {
            if (_journal is null)
            {
                Volatile.Write(ref _world, value);
            }
            else
            {
                _journal.Head = value;
            }
        }
    }

    /// <summary>Waits until all that has happened is kept.</summary>
    public Task SettleAsync() => _journal?.SettleAsync() ?? Task.CompletedTask;

    private void TellOnceKept(ParkedJob parked)
    {
        if (_journal is null)
        {
            Tell(parked);
        }
        else
        {
            _journal.Afterwards(() => Tell(parked));
        }
    }

    private void Tell(ParkedJob parked)
    {
        _moves.Note(parked);
        LogParked(parked.Kind, parked.Due, parked.Fault);
    }

    private void Send(Transaction transaction)
    {
        if (_journal is null)
        {
            _outbox.Send(transaction);
            foreach (var call in transaction.OutsideCalls)
            {
                if (Failed(call, transaction.Now) is { } parked)
                {
                    Head = Head.With(parked);
                    Tell(parked);
                }
            }
        }
        else if (transaction.Events.Count > 0 || transaction.Deliveries.Count > 0 || transaction.Notices.Count > 0 || transaction.OutsideCalls.Count > 0)
        {
            SendOnceKept(_journal, transaction);
        }
    }

    // A method of its own, so that nothing is captured where nothing is kept.
    private void SendOnceKept(Journal journal, Transaction transaction)
    {
        if (transaction.OutsideCalls.Count == 0)
        {
            journal.Afterwards(() => _outbox.Send(transaction));
            return;
        }

        journal.Afterwards(() =>
        {
            _outbox.Send(transaction);
            foreach (var call in transaction.OutsideCalls)
            {
                if (Failed(call, transaction.Now) is { } parked)
                {
                    Tell(parked);

                    // The turn is not held any more, so this is a step of its own.
                    _ = ParkAsync(parked);
                }
            }
        });
    }

    private async Task ParkAsync(ParkedJob parked)
    {
        try
        {
            await ExecuteAsync(transaction =>
            {
                transaction.Park(parked);
                return true;
            }).ConfigureAwait(false);
        }
        catch (FakeDataException)
        {
            // Health says that nothing can be kept, and the log has what failed.
            return;
        }
    }

    /// <summary>Calls a service outside.</summary>
    /// <returns>How it failed; null where it did not.</returns>
    private static ParkedJob? Failed(OutsideCall outside, DateTimeOffset due)
    {
        try
        {
            outside.Call();
            return null;
        }
#pragma warning disable CA1031 // The service is the app's, and so is what it throws.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            return new ParkedJob(outside.Kind, due, fault);
        }
    }

    private Journal Begin(IWorldStore store)
    {
        var journal = new Journal(store, Clock, _turn, _world);
        journal.Kept += kept => Volatile.Write(ref _world, kept);
        journal.TakenBack += () => _alarm.Change(s_respite, Timeout.InfiniteTimeSpan);
        return journal;
    }
}
