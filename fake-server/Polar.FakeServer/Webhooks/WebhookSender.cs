using Microsoft.Extensions.Logging;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Rendering;
using Polar.Functional.Contracts;

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

    /// <summary>Raised for every attempt, once it has been noted.</summary>
    public event Action<FakeDelivery>? Delivered;

    /// <summary>Raised when an endpoint is switched off.</summary>
    public event Action<FakeDisabledEndpoint>? EndpointDisabled;

    /// <summary>Whether anything is sent; where a recording is replayed, it says what came of that.</summary>
    public bool Sends { get; init; } = true;

    /// <summary>What goes wrong with them because a test wants it.</summary>
    public WebhookFaultRules Faults { get; } = new();

    /// <summary>What brings events to endpoints.</summary>
    public WebhookTransport Transport => _transport;

    public void Attach(Engine engine) => _engine = engine;

    /// <summary>Notes again what came of a delivery that is not made again.</summary>
    public Task RepeatAsync(DeliveryStep step)
    {
        if (step.Outcome == DeliveryOutcome.Attempted && _engine!.World.WebhookEvents.Find(step.Request.EventId) is { } message)
        {
            Faults.Take(message.Type, message.EndpointId, ofAttempts: true);
        }

        return NoteAsync(step, CancellationToken.None);
    }

    /// <inheritdoc/>
    public void Accept(Transaction transaction)
    {
        foreach (var published in transaction.Events)
        {
            try
            {
                WebhookEvents.Accept(transaction, published, Faults);
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
                Tell(listeners, FakeEventList.ToResource(published), published.Type);
            }
        }

        var feed = transaction.Settings.Feed;
        if (feed.HasListeners)
        {
            foreach (var published in transaction.Events)
            {
                feed.TellPublished(published);
                if (published.Messages.IsEmpty)
                {
                    feed.TellTaken(published.Type, published.Body(ApiVersions.Current));
                }
            }
        }

        foreach (var notice in transaction.Notices.OfType<PageNotice>())
        {
            feed.TellNotice(notice);
        }

        foreach (var disabled in transaction.Notices.OfType<FakeDisabledEndpoint>())
        {
            LogDisabled(disabled.Id);
            Tell(EndpointDisabled, disabled, "an endpoint that was switched off");
        }

        foreach (var request in Sends ? transaction.Deliveries : [])
        {
            if (transaction.World.WebhookEvents.Find(request.Event) is { } message)
            {
                _queues.Enqueue(new DeliveryRequest(message.Id, message.EndpointId, request.IsRedelivery));
            }
        }
    }

    /// <inheritdoc/>
    public IDisposable Hold() => new Move(Volatile.Read(ref _queues).Hold(), _transport.RefusedAddresses.Remember());

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

    [LoggerMessage(Level = LogLevel.Warning, Message = "Endpoint {Endpoint} was switched off: its last events all failed.")]
    private partial void LogDisabled(Guid endpoint);

    [LoggerMessage(Level = LogLevel.Error, Message = "What came of event {Event} could not be noted.")]
    private partial void LogUnnoted(Guid @event, Exception fault);

    private void Tell<T>(Action<T>? listeners, T what, string name)
    {
        foreach (var listener in Delegate.EnumerateInvocationList(listeners))
        {
            try
            {
                listener(what);
            }
#pragma warning disable CA1031 // A subscriber is the app's, and so is what it throws.
            catch (Exception fault)
#pragma warning restore CA1031
            {
                LogSubscriberFailed(name, fault);
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
            await NoteAsync(new DeliveryStep(request, DeliveryOutcome.Skipped), stop).ConfigureAwait(false);
            return false;
        }

        if (message.IsArchived(engine.Clock.GetUtcNow()) || (message.Succeeded == true && !request.IsRedelivery))
        {
            return false;
        }

        if (!_transport.Reaches(endpoint))
        {
            await NoteAsync(new DeliveryStep(request, DeliveryOutcome.Unsent), stop).ConfigureAwait(false);
            return false;
        }

        var isForged = Faults.Take(message.Type, endpoint.Id, ofAttempts: true) is not null;
        var answer = await _transport.AttemptAsync(message, endpoint.Resource, isForged, stop).ConfigureAwait(false);
        if (answer.IsTaken)
        {
            LogTaken(message.Id, message.Type, endpoint.Id);
            if (endpoint.Resource.Format == WebhookFormat.Raw)
            {
                engine.Settings.Feed.TellTaken(message.Type, message.Payload);
            }
        }
        else
        {
            LogNotTaken(message.Id, message.Type, endpoint.Id, answer.Code);
        }

        var at = await NoteAsync(new DeliveryStep(request, DeliveryOutcome.Attempted, answer), stop).ConfigureAwait(false);
        if (Delivered is { } listeners)
        {
            var delivery = new FakeDelivery(message.Id, endpoint.Id, message.Type, answer.IsTaken, answer.Code, answer.Response, at) { Url = endpoint.Resource.Url };
            Tell(listeners, delivery, message.Type);
        }

        return answer.TimedOut;
    }

    /// <summary>Notes what came of a delivery.</summary>
    /// <returns>The time of it.</returns>
    private Task<DateTimeOffset> NoteAsync(DeliveryStep step, CancellationToken stop) => _engine!.ExecuteAsAsync(step, transaction =>
    {
        // The world that this was sent from may be gone; the one that took its place can have an event of the same id.
        stop.ThrowIfCancellationRequested();
        step.Note(transaction);
        return transaction.Now;
    });

    /// <summary>What holds while the clock moves.</summary>
    private sealed class Move(IDisposable queues, IDisposable addresses) : IDisposable
    {
        public void Dispose()
        {
            queues.Dispose();
            addresses.Dispose();
        }
    }
}
