using System.Runtime.CompilerServices;
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
    private readonly Lazy<World> _origin;
    private readonly ITimer _alarm;
    private readonly ClockMoves _moves;
    private World _world;

    /// <summary>An engine for a world.</summary>
    /// <param name="world">The world.</param>
    /// <param name="clock">Its time.</param>
    /// <param name="settings">What the fake was started with.</param>
    /// <param name="outbox">Where the events of steps go.</param>
    /// <param name="systemClock">The time outside.</param>
    /// <param name="logs">Where it tells of itself.</param>
    /// <param name="store">Where the world is kept beyond the process; null where it is not.</param>
    /// <param name="origin">The world that a reset goes back to; null for the given one.</param>
    public Engine(
        World world,
        VirtualClock clock,
        FakeSettings settings,
        IOutbox outbox,
        TimeProvider systemClock,
        ILoggerFactory logs,
        IWorldStore? store = null,
        Lazy<World>? origin = null)
    {
        _origin = origin ?? new Lazy<World>(world);
        _world = world;
        Settings = settings;
        Clock = clock;
        _outbox = outbox;
        _log = logs.CreateLogger("Polar.FakeServer.Engine");
        _moves = new ClockMoves(this, outbox);
        _alarm = systemClock.CreateTimer(_ => _ = RunDueJobsAsync(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _journal = store is null ? null : Begin(store);
    }

    public VirtualClock Clock { get; }

    public FakeSettings Settings { get; }

    /// <inheritdoc/>
    public bool IsSilent => false;

    /// <summary>Writes down each step, so that it can be repeated; null where nobody asked for that.</summary>
    public StepRecorder? Recorder { get; set; }

    /// <summary>Writes what is answered and published.</summary>
    public IResourceRenderer Renderer => Settings.Renderer;

    /// <summary>What validation needs to know of the world outside.</summary>
    public ValidationContext ValidationContext => new(Settings.Schemas, Settings.EmailDomains, Clock.GetUtcNow(), Settings.AllowExternalWebhooks);

    /// <summary>The world as it is now, and, where it is kept beyond the process, as it is kept.</summary>
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

    /// <summary>Runs a transaction outside any API operation.</summary>
    /// <param name="step">The step.</param>
    /// <param name="name">What a recording calls it, where it is no part of a call.</param>
    public Task<T> ExecuteAsync<T>(Func<Transaction, T> step, [CallerMemberName] string name = "") => ExecuteAsAsync(new InProcessStep(name), step);

    /// <summary>Runs a transaction outside any API operation that a recording can repeat.</summary>
    public Task<T> ExecuteAsAsync<T>(RecordedStep recorded, Func<Transaction, T> step) => RecordAsync(
        () =>
        {
            var transaction = new Transaction(Head, Caller.Background, Clock.GetUtcNow(), Settings);
            var result = step(transaction);
            Commit(transaction);
            RunJobsUntil(Clock.GetUtcNow());
            return result;
        },
        _ => recorded);

    /// <summary>
    /// Moves the time forward; whatever falls due on the way happens at its own time, in order, its deliveries included. One move follows the other.
    /// </summary>
    /// <param name="target">Where the clock is to stand, by where it stands when the move begins.</param>
    /// <exception cref="FakeJobException">Something that was due has failed; everything else has happened.</exception>
    /// <exception cref="OperationCanceledException">The fake was reset in the meantime.</exception>
    public async Task MoveAsync(Func<DateTimeOffset, DateTimeOffset> target)
    {
        // Deliveries are waited for, and their steps come between those of the move.
        var moving = Recorder is { } recorder ? recorder.OutsideAsync(() => _moves.RunAsync(target)) : _moves.RunAsync(target);
        var (moment, parked) = await moving.ConfigureAwait(false);
        LogMoved(moment);
        if (parked.Count > 0)
        {
            throw new FakeJobException([.. parked.Select(job => new FakeParkedJob(job.Kind, job.Due, job.Error))], parked[0].Fault);
        }
    }

    /// <summary>Back to the world that the fake started with, and to the time of it. Moves of the clock that are under way end where they are.</summary>
    public async Task ResetAsync()
    {
        await ReplaceAsync(_origin.Value, Clock.Restart, new ResetStep()).ConfigureAwait(false);
        LogReset();
    }

    /// <summary>To another world, and to the time of it; moves of the clock end as for a reset.</summary>
    public Task RestoreAsync(World world, DateTimeOffset moment) => ReplaceAsync(world, () => Clock.Set(moment), new InProcessStep(nameof(RestoreAsync)));

    /// <summary>Goes to the next moment up to the given one at which something is due, and has it done; false when nothing is.</summary>
    public Task<bool> RunNextAsync(DateTimeOffset moment, CancellationToken cancelled) => RecordAsync(
        () =>
        {
            cancelled.ThrowIfCancellationRequested();
            if (Head.Jobs.Next is not { Place.Due: var due } || due > moment)
            {
                return false;
            }

            if (due > Clock.GetUtcNow())
            {
                Clock.Set(due);
            }

            RunJobsUntil(due);
            return true;
        },
        ran => ran ? new NextDueStep(moment) : null);

    /// <summary>Has the clock stand at a moment, if it does not stand behind it yet.</summary>
    public Task ArriveAsync(DateTimeOffset moment, CancellationToken cancelled) => RecordAsync(
        () =>
        {
            cancelled.ThrowIfCancellationRequested();
            if (moment > Clock.GetUtcNow())
            {
                Clock.Set(moment);
            }

            SetAlarm();
            return true;
        },
        _ => new ArrivalStep(moment));

    /// <summary>Has done what is due by now.</summary>
    public Task RunDueAsync() => RecordAsync(
        () =>
        {
            var before = Head;
            RunJobsUntil(Clock.GetUtcNow());
            return Head != before;
        },
        ran => ran ? new AlarmStep() : null);

    public void Commit(Transaction transaction)
    {
        _outbox.Accept(transaction);
        Head = transaction.Result;
        Send(transaction);
    }

    public void Park(World world, QueuedJob<IJob> job, Exception fault)
    {
        var parked = new ParkedJob(job.Job.GetType().Name, job.Place.Due, fault);
        Head = world.With(parked);
        TellOnceKept(parked);
    }

    private Task<bool> ReplaceAsync(World world, Action setClock, RecordedStep recorded)
    {
        _moves.Cancel();
        return RecordAsync(
            () =>
            {
                Head = world;
                setClock();
                _outbox.Forget();

                // What steps before this one still send belongs to the world before.
                _journal?.Afterwards(_outbox.Forget);
                SetAlarm();
                return true;
            },
            _ => recorded);
    }

    public void Dispose()
    {
        _alarm.Dispose();
        _moves.Dispose();
        Recorder?.Dispose();
    }

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
        var transaction = Begin(call, Head, Clock.GetUtcNow());
        var reply = Answer(call, transaction);
        if (reply.Succeeded)
        {
            Commit(transaction);
            RunJobsUntil(Clock.GetUtcNow());
        }
        else if (reply.Aftermath is { } aftermath)
        {
            Head = Head.With(Head.Jobs.Add(Clock.GetUtcNow(), aftermath));
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

    private Task<T> RecordAsync<T>(Func<T> step, Func<T, RecordedStep?> describe) => Recorder is { } recorder
        ? recorder.RunAsync(() => InTurnAsync(step), (result, _) => describe(result))
        : InTurnAsync(step);

    private async Task<T> InTurnAsync<T>(Func<T> step)
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        var kept = Task.CompletedTask;
        T result;
        try
        {
            result = step();
        }
        finally
        {
            kept = _journal?.EndTurn() ?? kept;
            _turn.Release();
        }

        await kept.ConfigureAwait(false);
        return result;
    }

    private void RunJobsUntil(DateTimeOffset moment)
    {
        DueJobs.Run(this, moment);
        SetAlarm();
    }
}
