using Polar.FakeServer.Composition;
using Polar.FakeServer.Http;
using Polar.FakeServer.Identity;
using Polar.FakeServer.Scheduling;
using Polar.FakeServer.Simulation;
using Polar.FakeServer.Validation;
using Polar.FakeServer.Webhooks;

namespace Polar.FakeServer.Execution;

/// <summary>
/// Holds the world and lets one step at a time change it. A step that fails changes nothing; one that succeeds is followed at once by the jobs that
/// are due.
/// </summary>
internal sealed class Engine : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly FakeSettings _settings;
    private readonly World _origin;
    private readonly ITimer _alarm;
    private World _world;

    public Engine(World world, VirtualClock clock, FakeSettings settings, WebhookSender sender, TimeProvider systemClock)
    {
        _origin = world;
        _world = world;
        _settings = settings;
        Clock = clock;
        Sender = sender;
        _alarm = systemClock.CreateTimer(_ => _ = RunDueJobsAsync(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public VirtualClock Clock { get; }

    public WebhookSender Sender { get; }

    /// <summary>Writes what is answered and published.</summary>
    public IResourceRenderer Renderer => _settings.Renderer;

    /// <summary>What validation needs to know of the world outside.</summary>
    public ValidationContext ValidationContext => new(_settings.Schemas, _settings.EmailDomains, Clock.GetUtcNow());

    /// <summary>The world as it is now.</summary>
    public World World => Volatile.Read(ref _world);

    /// <summary>Answers a request: what only reads looks at the world as it is, at once; what changes something waits for its turn.</summary>
    public ValueTask<Reply> HandleAsync(Route route, Caller caller, BoundRequest request)
    {
        var world = World;
        var now = Clock.GetUtcNow();

        // What was due while nobody asked must happen first.
        return route is { Method: "GET", WritesOnGet: false } && !(world.Jobs.Next is { ErrorLocation.Due: var due } && due <= now)
            ? ValueTask.FromResult(Read(world, now, route, caller, request))
            : new ValueTask<Reply>(ChangeAsync(route, caller, request));
    }

    private Reply Read(World world, DateTimeOffset now, Route route, Caller caller, BoundRequest request)
    {
        var transaction = new Transaction(world, caller, now, _settings, route.Access) { Body = request.CheckedBody };
        var reply = Answer(route, transaction, request);
        return transaction.HasChanges ? throw new InvalidOperationException($"{route.Id} changes something, and does not say so.") : reply;
    }

    private static Reply Answer(Route route, Transaction transaction, BoundRequest request)
    {
        var reply = route.Answer(transaction, request);
        return transaction.Refusal is { } refusal ? Reply.Of(refusal)
            : transaction.SavedAs is { } name ? reply with { Headers = [.. reply.Headers, ("Content-Disposition", Attachment.Named(name))] }
            : reply;
    }

    /// <summary>Takes an operation's step, and those that follow from it.</summary>
    private async Task<Reply> ChangeAsync(Route route, Caller caller, BoundRequest request)
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            // What was due while nobody asked has happened before this.
            RunJobsUntil(Clock.GetUtcNow());
            var transaction = new Transaction(World, caller, Clock.GetUtcNow(), _settings, route.Access) { Body = request.CheckedBody };
            var reply = Answer(route, transaction, request);
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
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Takes a step that no operation is.</summary>
    public async Task<T> ExecuteAsync<T>(Func<Transaction, T> step)
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            var transaction = new Transaction(World, Caller.Background, Clock.GetUtcNow(), _settings);
            var result = step(transaction);
            Commit(transaction);
            RunJobsUntil(Clock.GetUtcNow());
            return result;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Moves the time forward; whatever falls due on the way happens at its own time, in order, its deliveries included.</summary>
    public async Task MoveToAsync(DateTimeOffset moment)
    {
        while (await RunNextAsync(moment).ConfigureAwait(false))
        {
            await Sender.SettleAsync().ConfigureAwait(false);
        }

        if (moment > Clock.GetUtcNow())
        {
            Clock.Set(moment);
        }

        SetAlarm();
    }

    /// <summary>Back to the world that the fake started with, and to the time of it.</summary>
    public Task ResetAsync() => ReplaceAsync(_origin, Clock.Restart);

    /// <summary>To another world, and to the time of it.</summary>
    public Task RestoreAsync(World world, DateTimeOffset moment) => ReplaceAsync(world, () => Clock.Set(moment));

    public void Dispose()
    {
        _alarm.Dispose();
        _turn.Dispose();
    }

    private async Task ReplaceAsync(World world, Action setClock)
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            Volatile.Write(ref _world, world);
            setClock();
            Sender.Forget();
            SetAlarm();
        }
        finally
        {
            _turn.Release();
        }
    }

    private void Commit(Transaction transaction)
    {
        var deliveries = WebhookEvents.Accept(transaction);
        Sender.Publish(transaction.Events);
        Volatile.Write(ref _world, transaction.Result);
        Sender.Send(transaction.Events, deliveries);
        foreach (var (id, isRedelivery) in transaction.Deliveries)
        {
            Sender.Enqueue(id, isRedelivery);
        }
    }

    /// <summary>Goes to the next moment up to the given one at which something is due, and has it done; false when nothing is.</summary>
    private async Task<bool> RunNextAsync(DateTimeOffset moment)
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            if (World.Jobs.Next is not { ErrorLocation.Due: var due } || due > moment)
            {
                return false;
            }

            if (due > Clock.GetUtcNow())
            {
                Clock.Set(due);
            }

            RunJobsUntil(due);
            return true;
        }
        finally
        {
            _turn.Release();
        }
    }

    private void RunJobsUntil(DateTimeOffset moment)
    {
        while (World.Jobs.Next is { } next && next.ErrorLocation.Due <= moment)
        {
            var transaction = new Transaction(World.With(World.Jobs.Remove(next.ErrorLocation)), Caller.Background, next.ErrorLocation.Due, _settings);
            next.Job.Run(transaction);
            Commit(transaction);
        }

        SetAlarm();
    }

    private async Task RunDueJobsAsync()
    {
        try
        {
            await _turn.WaitAsync().ConfigureAwait(false);
        }
        catch (ObjectDisposedException)
        {
            // The fake was stopped while the alarm rang.
            return;
        }

        try
        {
            RunJobsUntil(Clock.GetUtcNow());
        }
        finally
        {
            _turn.Release();
        }
    }

    private void SetAlarm()
    {
        if (World.Jobs.Next is not { ErrorLocation.Due: var due })
        {
            return;
        }

        // A day at most: timers have a limit, and the alarm is set again whenever it rings.
        var wait = due - Clock.GetUtcNow();
        var longest = TimeSpan.FromDays(1);
        _alarm.Change(wait < TimeSpan.Zero ? TimeSpan.Zero : wait > longest ? longest : wait, Timeout.InfiniteTimeSpan);
    }
}
