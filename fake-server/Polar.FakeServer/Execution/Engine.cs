using Microsoft.Extensions.Logging;
using Polar.FakeServer.Identity;
using Polar.FakeServer.Scheduling;
using Polar.FakeServer.Simulation;
using Polar.FakeServer.Validation;

namespace Polar.FakeServer.Execution;

/// <summary>
/// Holds the world and lets one step at a time change it. A step that fails changes nothing; one that succeeds is followed at once by the jobs that
/// are due. A job that fails is parked, and everything else goes on.
/// </summary>
internal sealed partial class Engine : IJobSite, IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly IOutbox _outbox;
    private readonly ILogger _log;
    private readonly World _origin;
    private readonly ITimer _alarm;
    private readonly ClockMoves _moves;
    private World _world;

    public Engine(
        World world, VirtualClock clock, FakeSettings settings, IOutbox outbox, TimeProvider systemClock, ILoggerFactory logs)
    {
        _origin = world;
        _world = world;
        Settings = settings;
        Clock = clock;
        _outbox = outbox;
        _log = logs.CreateLogger("Polar.FakeServer.Engine");
        _moves = new ClockMoves(this, outbox);
        _alarm = systemClock.CreateTimer(_ => _ = RunDueJobsAsync(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public VirtualClock Clock { get; }

    public FakeSettings Settings { get; }

    /// <inheritdoc/>
    public bool IsSilent => false;

    /// <summary>Writes what is answered and published.</summary>
    public IResourceRenderer Renderer => Settings.Renderer;

    /// <summary>What validation needs to know of the world outside.</summary>
    public ValidationContext ValidationContext => new(Settings.Schemas, Settings.EmailDomains, Clock.GetUtcNow(), Settings.AllowExternalWebhooks);

    /// <summary>The world as it is now.</summary>
    public World World => Volatile.Read(ref _world);

    /// <summary>Answers a request: what only reads looks at the world as it is, at once; what changes something waits for its turn.</summary>
    public ValueTask<TReply> HandleAsync<TReply>(IOperationCall<TReply> call)
        where TReply : IOperationReply
    {
        var world = World;
        var now = Clock.GetUtcNow();

        // What was due while nobody asked must happen first.
        return call.OnlyReads && !(world.Jobs.Next is { Place.Due: var due } && due <= now)
            ? ValueTask.FromResult(Read(world, now, call))
            : new ValueTask<TReply>(InTurnAsync(() => Change(call)));
    }

    /// <summary>Takes a step that no operation is.</summary>
    public Task<T> ExecuteAsync<T>(Func<Transaction, T> step) => InTurnAsync(() =>
    {
        var transaction = new Transaction(World, Caller.Background, Clock.GetUtcNow(), Settings);
        var result = step(transaction);
        Commit(transaction);
        RunJobsUntil(Clock.GetUtcNow());
        return result;
    });

    /// <summary>
    /// Moves the time forward; whatever falls due on the way happens at its own time, in order, its deliveries included. One move follows the other.
    /// </summary>
    /// <param name="target">Where the clock is to stand, by where it stands when the move begins.</param>
    /// <exception cref="FakeJobException">Something that was due has failed; everything else has happened.</exception>
    /// <exception cref="OperationCanceledException">The fake was reset in the meantime.</exception>
    public async Task MoveAsync(Func<DateTimeOffset, DateTimeOffset> target)
    {
        var (moment, parked) = await _moves.RunAsync(target).ConfigureAwait(false);
        LogMoved(moment);
        if (parked.Count > 0)
        {
            throw new FakeJobException([.. parked.Select(job => new FakeParkedJob(job.Kind, job.Due, job.Error))], parked[0].Fault);
        }
    }

    /// <summary>Back to the world that the fake started with, and to the time of it. Moves of the clock that are under way end where they are.</summary>
    public async Task ResetAsync()
    {
        await ReplaceAsync(_origin, Clock.Restart).ConfigureAwait(false);
        LogReset();
    }

    /// <summary>To another world, and to the time of it; moves of the clock end as for a reset.</summary>
    public Task RestoreAsync(World world, DateTimeOffset moment) => ReplaceAsync(world, () => Clock.Set(moment));

    /// <summary>Goes to the next moment up to the given one at which something is due, and has it done; false when nothing is.</summary>
    public Task<bool> RunNextAsync(DateTimeOffset moment, CancellationToken cancelled) => InTurnAsync(() =>
    {
        cancelled.ThrowIfCancellationRequested();
        if (World.Jobs.Next is not { Place.Due: var due } || due > moment)
        {
            return false;
        }

        if (due > Clock.GetUtcNow())
        {
            Clock.Set(due);
        }

        RunJobsUntil(due);
        return true;
    });

    /// <summary>Has the clock stand at a moment, if it does not stand behind it yet.</summary>
    public Task ArriveAsync(DateTimeOffset moment, CancellationToken cancelled) => InTurnAsync(() =>
    {
        cancelled.ThrowIfCancellationRequested();
        if (moment > Clock.GetUtcNow())
        {
            Clock.Set(moment);
        }

        SetAlarm();
        return true;
    });

    public void Commit(Transaction transaction)
    {
        _outbox.Accept(transaction);
        Volatile.Write(ref _world, transaction.Result);
        _outbox.Send(transaction);
    }

    public void Park(World world, QueuedJob<IJob> job, Exception fault)
    {
        var parked = new ParkedJob(job.Job.GetType().Name, job.Place.Due, fault);
        Volatile.Write(ref _world, world.With(parked));
        _moves.Note(parked);
        LogParked(parked.Kind, parked.Due, fault);
    }

    private Task<bool> ReplaceAsync(World world, Action setClock)
    {
        _moves.Cancel();
        return InTurnAsync(() =>
        {
            Volatile.Write(ref _world, world);
            setClock();
            _outbox.Forget();
            SetAlarm();
            return true;
        });
    }

    public void Dispose()
    {
        _alarm.Dispose();
        _moves.Dispose();
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Operation} answers {Status}.")]
    private partial void LogAnswered(string operation, int status);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Operation} failed; nothing of it has happened.")]
    private partial void LogStepFailed(string operation, Exception fault);

    [LoggerMessage(Level = LogLevel.Information, Message = "The clock stands at {Moment:O}.")]
    private partial void LogMoved(DateTimeOffset moment);

    [LoggerMessage(Level = LogLevel.Information, Message = "Everything is as it was at the start.")]
    private partial void LogReset();

    [LoggerMessage(Level = LogLevel.Error, Message = "{Kind}, due at {Due:O}, failed and is parked.")]
    private partial void LogParked(string kind, DateTimeOffset due, Exception fault);

    [LoggerMessage(Level = LogLevel.Error, Message = "What was due when the alarm rang could not be done.")]
    private partial void LogAlarmFailed(Exception fault);

    private TReply Read<TReply>(World world, DateTimeOffset now, IOperationCall<TReply> call)
        where TReply : IOperationReply
    {
        var transaction = Begin(call, world, now);
        var reply = Answer(call, transaction);
        return transaction.HasChanges ? throw new InvalidOperationException($"{call.Name} changes something, and does not say so.") : reply;
    }

    /// <summary>Takes an operation's step, and those that follow from it.</summary>
    private TReply Change<TReply>(IOperationCall<TReply> call)
        where TReply : IOperationReply
    {
        // What was due while nobody asked has happened before this.
        RunJobsUntil(Clock.GetUtcNow());
        var transaction = Begin(call, World, Clock.GetUtcNow());
        var reply = Answer(call, transaction);
        if (reply.Succeeded)
        {
            Commit(transaction);
            RunJobsUntil(Clock.GetUtcNow());
        }
        else if (reply.Aftermath is { } aftermath)
        {
            Volatile.Write(ref _world, World.With(World.Jobs.Add(Clock.GetUtcNow(), aftermath)));
            RunJobsUntil(Clock.GetUtcNow());
        }

        return reply;
    }

    private Transaction Begin<TReply>(IOperationCall<TReply> call, World world, DateTimeOffset now)
        where TReply : IOperationReply => new(world, call.Caller, now, Settings, call.Access) { Body = call.Body, Query = call.Query, ApiVersion = call.ApiVersion };

    private TReply Answer<TReply>(IOperationCall<TReply> call, Transaction transaction)
        where TReply : IOperationReply
    {
        try
        {
            var reply = call.Answer(transaction);
            LogAnswered(call.Name, reply.Status);
            return reply;
        }
        catch (Exception fault)
        {
            LogStepFailed(call.Name, fault);
            throw;
        }
    }

    private async Task<T> InTurnAsync<T>(Func<T> step)
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            return step();
        }
        finally
        {
            _turn.Release();
        }
    }

    private void RunJobsUntil(DateTimeOffset moment)
    {
        DueJobs.Run(this, moment);
        SetAlarm();
    }

    private async Task RunDueJobsAsync()
    {
        try
        {
            await InTurnAsync(() =>
            {
                RunJobsUntil(Clock.GetUtcNow());
                return true;
            }).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Nobody waits for the alarm, so nobody else would hear of it.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            LogAlarmFailed(fault);
        }
    }

    private void SetAlarm()
    {
        if (Clock.IsFrozen || World.Jobs.Next is not { Place.Due: var due })
        {
            return;
        }

        // A day at most: timers have a limit, and the alarm is set again whenever it rings.
        var wait = due - Clock.GetUtcNow();
        var longest = TimeSpan.FromDays(1);
        _alarm.Change(wait < TimeSpan.Zero ? TimeSpan.Zero : wait > longest ? longest : wait, Timeout.InfiniteTimeSpan);
    }
}
