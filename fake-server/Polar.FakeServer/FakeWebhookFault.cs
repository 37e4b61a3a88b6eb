namespace Polar.FakeServer;

/// <summary>What goes wrong with a webhook on its way.</summary>
public enum FakeWebhookFaultKind
{
    /// <summary>The first attempt is made later, by the virtual clock.</summary>
    Delay,

    /// <summary>It is delivered twice, with one <c>webhook-id</c>, also where the first delivery is taken.</summary>
    Duplicate,

    /// <summary>It is delivered behind the event that comes after it; behind a minute of the virtual clock where none does.</summary>
    Reorder,

    /// <summary>An attempt is signed with something else than the secret.</summary>
    BadSignature,

    /// <summary>It is never sent; the event is there and says <c>skipped</c>, and can be delivered again on demand.</summary>
    Skip,
}

/// <summary>
/// Something that goes wrong with webhooks as a test wants it. It befalls the events that match every filter that is set, all of them where none is. A bad signature befalls single attempts, everything else the event as a whole for one endpoint.
/// </summary>
public sealed record FakeWebhookFault
{
    /// <summary>What goes wrong.</summary>
    public required FakeWebhookFaultKind Kind { get; init; }

    /// <summary>Only events of this type, <c>order.paid</c>.</summary>
    public string? Type { get; init; }

    /// <summary>Only what goes to this endpoint.</summary>
    public Guid? EndpointId { get; init; }

    /// <summary>How many of a hundred such events, evenly spread: 1 to 100.</summary>
    /// <value>100 by default: every event.</value>
    public int Percentage { get; init; } = 100;

    /// <summary>How many events it befalls before it ends, 1 at least; null where it lasts until it is removed.</summary>
    /// <value>Null by default.</value>
    public int? Times { get; init; }

    /// <summary>How much later it comes, by the virtual clock; for <see cref="FakeWebhookFaultKind.Delay"/> alone.</summary>
    public TimeSpan Delay { get; init; }
}
