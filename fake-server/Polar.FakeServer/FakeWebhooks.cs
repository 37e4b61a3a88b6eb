namespace Polar.FakeServer;

/// <summary>An event that the fake has published.</summary>
/// <param name="OrganizationId">Whose event it is.</param>
/// <param name="Type">The event's type, <c>order.paid</c>.</param>
/// <param name="Timestamp">The virtual time of the event.</param>
/// <param name="Json">The body as an endpoint gets it.</param>
public sealed record FakeEvent(Guid OrganizationId, string Type, DateTimeOffset Timestamp, string Json);

/// <summary>What the fake publishes, whether or not an endpoint wants it.</summary>
public sealed class FakeWebhooks
{
    private readonly Engine _engine;

    internal FakeWebhooks(Engine engine)
    {
        _engine = engine;
        engine.Sender.Published += published => Published?.Invoke(Show(published));
    }

    /// <summary>Raised for each event, in order, while the step that it belongs to is being committed. A handler must not call the fake.</summary>
    public event Action<FakeEvent>? Published;

    /// <summary>All events so far, oldest first.</summary>
    public IReadOnlyList<FakeEvent> Events => [.. _engine.Sender.Log.Select(Show)];

    /// <summary>Waits until every event so far has been delivered once to each endpoint that wants it.</summary>
    /// <returns>Done when nothing is on its way.</returns>
    public Task SettleAsync() => _engine.Sender.SettleAsync();

    private static FakeEvent Show(PublishedEvent published) => new(
        published.Organization,
        published.Type,
        published.Timestamp,
        WebhookSender.Body(published, ApiVersions.Current));
}
