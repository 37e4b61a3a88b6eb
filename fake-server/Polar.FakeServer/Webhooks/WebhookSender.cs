using Microsoft.Extensions.Logging;
using Polar.FakeServer.Execution;

namespace Polar.FakeServer.Webhooks;

/// <summary>
/// Brings the events of steps to who listens in this process and to endpoints. What comes of an attempt goes back into the world.
/// </summary>
internal sealed partial class WebhookSender : IOutbox, IAsyncDisposable
{
    private readonly WebhookTransport _transport;
    private readonly ILogger _log;
    private Engine? _engine;
    private DeliveryQueues _queues;

    public WebhookSender(WebhookTransport transport, ILoggerFactory logs)
    {
        _transport = transport;
        _log = logs.CreateLogger("Polar.FakeServer.Webhooks");
        _queues = new DeliveryQueues(DeliverAsync);
    }

    /// <summary>Raised for every event, in order, whether or not an endpoint wants it.</summary>
    public event Action<FakeEvent>? Published;

    /// <summary>What brings events to endpoints.</summary>
    public WebhookTransport Transport => _transport;

    public void Attach(Engine engine) => _engine = engine;

    /// <inheritdoc/>
    public void Accept(Transaction transaction)
    {
        foreach (var published in transaction.Events)
        {
            try
            {
                WebhookEvents.Accept(transaction, published);
            }
#pragma warning disable CA1031 // An event that cannot be written down is lost alone; what it tells of has happened.
            catch (Exception fault)
#pragma warning restore CA1031
            {
                transaction.Park(new ParkedJob(published.Type, published.Timestamp, fault));
                LogUnwritable(published.Type, fault);
            }
        }
    }

    /// <inheritdoc/>
    public void Send(Transaction transaction)
    {
        if (Published is { } listeners)
        {
            foreach (var published in transaction.Events)
            {
                Tell(Delegate.EnumerateInvocationList(listeners), published);
            }
        }

        foreach (var request in transaction.Deliveries)
        {
            if (transaction.World.WebhookEvents.Find(request.Event) is { } message)
            {
                _queues.Enqueue(new DeliveryRequest(message.Id, message.EndpointId, request.IsRedelivery));
            }
        }
    }

    /// <inheritdoc/>
    public Task SettleAsync(CancellationToken cancellationToken = default) => Volatile.Read(ref _queues).SettleAsync(cancellationToken);

    /// <inheritdoc/>
    public void Forget() => Interlocked.Exchange(ref _queues, new DeliveryQueues(DeliverAsync)).Dispose();

    public ValueTask DisposeAsync()
    {
        _queues.Dispose();
        _transport.Dispose();
        return ValueTask.CompletedTask;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "An event {Type} could not be written down; no endpoint gets it.")]
    private partial void LogUnwritable(string type, Exception fault);

    [LoggerMessage(Level = LogLevel.Error, Message = "A subscriber to the fake's events failed over {Type}.")]
    private partial void LogSubscriberFailed(string type, Exception fault);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Event {Event} of type {Type} was taken by endpoint {Endpoint}.")]
    private partial void LogTaken(Guid @event, string type, Guid endpoint);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Event {Event} of type {Type} was not taken by endpoint {Endpoint} (status {Status}).")]
    private partial void LogNotTaken(Guid @event, string type, Guid endpoint, int? status);

    [LoggerMessage(Level = LogLevel.Error, Message = "What came of event {Event} could not be noted.")]
    private partial void LogUnnoted(Guid @event, Exception fault);

    private void Tell(Delegate.InvocationListEnumerator<Action<FakeEvent>> listeners, PublishedEvent published)
    {
        foreach (var listener in listeners)
        {
            try
            {
                listener(FakeEventList.ToResource(published));
            }
#pragma warning disable CA1031 // A subscriber is the app's, and so is what it throws.
            catch (Exception fault)
#pragma warning restore CA1031
            {
                LogSubscriberFailed(published.Type, fault);
            }
        }
    }

    private async Task<bool> DeliverAsync(DeliveryRequest request, CancellationToken stop)
    {
        try
        {
            return await AttemptAsync(request, stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The fake stops or starts over; what is undelivered stays so.
            return false;
        }
#pragma warning disable CA1031 // A delivery fails alone.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            LogUnnoted(request.EventId, fault);
            return false;
        }
    }

    private async Task<bool> AttemptAsync(DeliveryRequest request, CancellationToken stop)
    {
        var engine = _engine!;
        var world = engine.World;
        if (world.WebhookEvents.Find(request.EventId) is not { } message || world.WebhookEndpoints.Find(message.EndpointId) is not { } endpoint)
        {
            return false;
        }

        if (!endpoint.Resource.Enabled)
        {
            await NoteAsync(transaction => WebhookDeliveryRules.Skip(transaction, message.Id)).ConfigureAwait(false);
            return false;
        }

        if (message.IsArchived(engine.Clock.GetUtcNow()) || (message.Succeeded == true && !request.IsRedelivery))
        {
            return false;
        }

        if (!_transport.Reaches(endpoint))
        {
            await NoteAsync(transaction => WebhookDeliveryRules.RecordUnsent(transaction, message.Id)).ConfigureAwait(false);
            return false;
        }

        var answer = await _transport.AttemptAsync(message, endpoint.Resource, stop).ConfigureAwait(false);
        if (answer.IsTaken)
        {
            LogTaken(message.Id, message.Type, endpoint.Id);
        }
        else
        {
            LogNotTaken(message.Id, message.Type, endpoint.Id, answer.Code);
        }

        await NoteAsync(transaction => WebhookDeliveryRules.Record(transaction, request, answer)).ConfigureAwait(false);
        return answer.TimedOut;

        // The world that this was sent from may be gone; the one that took its place can have an event of the same id.
        Task<bool> NoteAsync(Action<Transaction> note) => engine.ExecuteAsync(transaction =>
        {
            stop.ThrowIfCancellationRequested();
            note(transaction);
            return true;
        });
    }
}
