using System.Net;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Http;
using Polar.FakeServer.Webhooks;
using Polar.Functional.Contracts;

namespace Polar.FakeServer;

/// <summary>An event that the fake has published.</summary>
/// <param name="OrganizationId">The organization that the event belongs to.</param>
/// <param name="Type">The event's type, <c>order.paid</c>.</param>
/// <param name="Timestamp">The virtual time of the event.</param>
/// <param name="Json">The body as an endpoint in the raw format gets it.</param>
public sealed record FakeEvent(Guid OrganizationId, string Type, DateTimeOffset Timestamp, string Json);

/// <summary>What the fake publishes, whether or not an endpoint wants it, and how it is delivered.</summary>
public sealed class FakeWebhooks
{
    private readonly Engine _engine;
    private readonly WebhookSender _sender;
    private readonly Guid _organization;

    internal FakeWebhooks(Engine engine, WebhookSender sender, Guid organization)
    {
        _engine = engine;
        _sender = sender;
        _organization = organization;
    }

    /// <summary>
    /// Raised for each event, in order, once the transaction that it belongs to has been committed. A handler must not call the fake; one that throws fails alone.
    /// </summary>
    public event Action<FakeEvent> Published
    {
        add => _sender.Published += value;
        remove => _sender.Published -= value;
    }

    /// <summary>Raised for each attempt to deliver an event, once it has been noted. A handler must not call the fake; one that throws fails alone.</summary>
    public event Action<FakeDelivery> Delivered
    {
        add => _sender.Delivered += value;
        remove => _sender.Delivered -= value;
    }

    /// <summary>Raised when an endpoint is switched off because its last ten events all failed. A handler must not call the fake.</summary>
    public event Action<FakeDisabledEndpoint> EndpointDisabled
    {
        add => _sender.EndpointDisabled += value;
        remove => _sender.EndpointDisabled -= value;
    }

    /// <summary>The events so far, oldest first, as many as are kept (<see cref="FakePolarOptions.KeptEvents"/>).</summary>
    public IReadOnlyList<FakeEvent> Events => new FakeEventList(_engine.World.Events) { Looked = Looked };

    /// <summary>Called when somebody reads events that were published; null where nobody asks.</summary>
    internal Action? Looked { get; set; }

    /// <summary>The attempts so far to deliver an event to an endpoint, oldest first; of very many, the latest ones, and none of the sample data.</summary>
    public IReadOnlyList<FakeDelivery> Deliveries
    {
        get
        {
            var world = _engine.World;
            return
            [
                .. world.WebhookDeliveries.All.Where(row => !row.IsOfSample).Select(row => new FakeDelivery(
                    row.EventId, row.EndpointId, world.WebhookEvents[row.EventId].Type, row.Succeeded, row.HttpCode, row.Response, row.CreatedAt)
                {
                    Url = world.WebhookEndpoints[row.EndpointId].Resource.Url,
                }),
            ];
        }
    }

    /// <summary>The events of one type so far, oldest first.</summary>
    /// <param name="type">The type, <c>order.paid</c>.</param>
    /// <returns>The events.</returns>
    public IReadOnlyList<FakeEvent> OfType(string type)
    {
        Looked?.Invoke();
        return [.. _engine.World.Events.Where(published => published.Type == type).Select(FakeEventList.ToResource)];
    }

    /// <summary>Reads events from now on, one after the other.</summary>
    /// <returns>The reader; dispose of it when it has read enough.</returns>
    public FakeEventReader Follow() => new(this);

    /// <summary>
    /// Registers an endpoint that is a function: each event is delivered to it as to any other endpoint, signed, and again after a failure. A handler
    /// that throws has not answered.
    /// </summary>
    /// <param name="handler">What the endpoint does with a delivery, and what it answers.</param>
    /// <param name="types">The types of events that it wants, <c>order.paid</c>; none for all.</param>
    /// <returns>The endpoint; it is deleted when it is disposed of.</returns>
    public async Task<FakeWebhookReceiver> ReceiveAsync(
        Func<FakeWebhookRequest, CancellationToken, Task<HttpStatusCode>> handler, params IReadOnlyCollection<string> types)
    {
        var wanted = new ReceiverStep([.. types]);
        var endpoint = await _engine.ExecuteAsAsync(wanted, transaction => wanted.Add(transaction, _organization)).ConfigureAwait(false);
        _sender.Transport.Connect(endpoint.Id, handler);
        return new FakeWebhookReceiver(endpoint.Id, endpoint.Resource.Secret, async () =>
        {
            await _engine.ExecuteAsAsync(new ReceiverEndStep(endpoint.Id), transaction => WebhookRules.Delete(transaction, endpoint.Id)).ConfigureAwait(false);
            _sender.Transport.Disconnect(endpoint.Id);
        });
    }

    /// <summary>
    /// Waits until every event so far has been delivered once to each endpoint that wants it. An endpoint that has let a delivery time out is not waited
    /// for until it answers again.
    /// </summary>
    /// <returns>Completes when no delivery is under way.</returns>
    public Task SettleAsync() => _sender.SettleAsync(CancellationToken.None);
}
