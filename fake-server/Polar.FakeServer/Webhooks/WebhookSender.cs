using System.Collections.Concurrent;
using System.Threading.Channels;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Scheduling;

namespace Polar.FakeServer.Webhooks;

/// <summary>
/// Has events delivered, one after the other, so that each endpoint gets its events in order. What comes of an attempt goes back into the world.
/// </summary>
internal sealed class WebhookSender : IAsyncDisposable
{
    private readonly Channel<DeliveryRequest> _queue = Channel.CreateUnbounded<DeliveryRequest>();
    private readonly ConcurrentQueue<PublishedEvent> _log = new();
    private readonly WebhookTransport _transport;
    private readonly VirtualClock _clock;
    private readonly Task _pump;
    private readonly CancellationTokenSource _stop = new();
    private Engine? _engine;
    private int _pending;
    private int _resets;
    private TaskCompletionSource _idle = Completed();

    public WebhookSender(WebhookTransport transport, VirtualClock clock)
    {
        _transport = transport;
        _clock = clock;
        _pump = Task.Run(PumpAsync);
    }

    /// <summary>Raised for every event, in order, whether or not an endpoint wants it.</summary>
    public event Action<PublishedEvent>? Published;

    /// <summary>Every event so far, oldest first.</summary>
    public IReadOnlyCollection<PublishedEvent> Log => _log;

    /// <summary>What brings events to endpoints.</summary>
    public WebhookTransport Transport => _transport;

    public void Attach(Engine engine) => _engine = engine;

    /// <summary>Tells who listens in this process; one that throws undoes the step, which is not the fake's world yet.</summary>
    public void Publish(IReadOnlyList<PublishedEvent> events)
    {
        foreach (var published in events)
        {
            Published?.Invoke(published);
        }
    }

    /// <summary>Has events delivered; they are in the fake's world by now, where the deliveries look for them.</summary>
    public void Send(IReadOnlyList<PublishedEvent> events, IReadOnlyList<Guid> deliveries)
    {
        foreach (var published in events)
        {
            _log.Enqueue(published);
        }

        foreach (var id in deliveries)
        {
            Enqueue(id, isRedelivery: false);
        }
    }

    /// <summary>Has an event delivered.</summary>
    /// <param name="eventId">The event.</param>
    /// <param name="isRedelivery">Whether to deliver it though it has been taken already.</param>
    public void Enqueue(Guid eventId, bool isRedelivery)
    {
        lock (_queue)
        {
            if (_pending++ == 0)
            {
                _idle = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }

        _queue.Writer.TryWrite(new DeliveryRequest(eventId, isRedelivery));
    }

    /// <summary>Waits until nothing is on its way.</summary>
    public Task SettleAsync()
    {
        lock (_queue)
        {
            return _idle.Task;
        }
    }

    /// <summary>Forgets what was published, and what is on its way; the world was put back.</summary>
    public void Forget()
    {
        Interlocked.Increment(ref _resets);
        _log.Clear();
        while (_queue.Reader.TryRead(out _))
        {
            Done();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _stop.CancelAsync().ConfigureAwait(false);
        await _pump.ConfigureAwait(false);
        _transport.Dispose();
        _stop.Dispose();
    }

    private static TaskCompletionSource Completed()
    {
        var completed = new TaskCompletionSource();
        completed.SetResult();
        return completed;
    }

    private async Task PumpAsync()
    {
        try
        {
            await foreach (var errand in _queue.Reader.ReadAllAsync(_stop.Token).ConfigureAwait(false))
            {
                await DeliverAsync(errand).ConfigureAwait(false);
                Done();
            }
        }
        catch (OperationCanceledException)
        {
            // The fake stops; what is undelivered stays so.
        }
    }

    private void Done()
    {
        lock (_queue)
        {
            if (--_pending == 0)
            {
                _idle.SetResult();
            }
        }
    }

    private async Task DeliverAsync(DeliveryRequest errand)
    {
        var resets = Volatile.Read(ref _resets);
        var world = _engine!.World;
        if (world.WebhookEvents.Find(errand.EventId) is not { } row || world.WebhookEndpoints.Find(row.EndpointId) is not { } endpoint)
        {
            return;
        }

        if (!endpoint.Resource.Enabled)
        {
            await NoteAsync(transaction => WebhookDeliveryRules.Skip(transaction, row.Id)).ConfigureAwait(false);
            return;
        }

        if (row.IsArchived(_clock.GetUtcNow()) || (row.Succeeded == true && !errand.IsRedelivery))
        {
            return;
        }

        var answer = await _transport.AttemptAsync(row, endpoint.Resource, _stop.Token).ConfigureAwait(false);
        await NoteAsync(transaction => WebhookDeliveryRules.Record(transaction, errand, answer)).ConfigureAwait(false);

        // The world that this was sent from may be gone; the one that took its place can have an event of the same id.
        Task<bool> NoteAsync(Action<Transaction> note) => _engine.ExecuteAsync(transaction =>
        {
            if (resets == Volatile.Read(ref _resets))
            {
                note(transaction);
            }

            return true;
        });
    }
}
