namespace Polar.FakeServer;

/// <summary>A delivery as it arrives: what an endpoint's code verifies and parses.</summary>
/// <param name="Headers">The headers that Polar sets, by their names in lower case.</param>
/// <param name="Body">The body, byte for byte as it was signed.</param>
public sealed record FakeWebhookRequest(IReadOnlyDictionary<string, string> Headers, string Body)
{
    /// <summary>The event's id, the same for every attempt.</summary>
    public string Id => Headers["webhook-id"];

    /// <summary>The time of the attempt in Unix seconds, in real time: what a verifier compares with its own clock.</summary>
    public string Timestamp => Headers["webhook-timestamp"];

    /// <summary>The signature.</summary>
    public string Signature => Headers["webhook-signature"];
}

/// <summary>One attempt to deliver an event to an endpoint.</summary>
/// <param name="EventId">The event, as its <c>webhook-id</c> header says.</param>
/// <param name="EndpointId">The endpoint.</param>
/// <param name="Type">The event's type.</param>
/// <param name="Succeeded">Whether the endpoint answered with a status from 200 to 299.</param>
/// <param name="StatusCode">The status that the endpoint answered; null where it did not answer.</param>
/// <param name="Response">The beginning of the answer's body, or what went wrong.</param>
/// <param name="Timestamp">The virtual time of the attempt.</param>
public sealed record FakeDelivery(
    Guid EventId, Guid EndpointId, string Type, bool Succeeded, int? StatusCode, string? Response, DateTimeOffset Timestamp)
{
    /// <summary>The endpoint's address.</summary>
    public string Url { get; init; } = "";
}

/// <summary>An endpoint inside the test's own process: it gets what a real one gets, signed and retried in the same way, without a socket.</summary>
public sealed class FakeWebhookReceiver : IAsyncDisposable
{
    private readonly Func<ValueTask> _remove;

    internal FakeWebhookReceiver(Guid endpointId, string secret, Func<ValueTask> remove)
    {
        EndpointId = endpointId;
        Secret = secret;
        _remove = remove;
    }

    /// <summary>The endpoint's id in the API.</summary>
    public Guid EndpointId { get; }

    /// <summary>The secret that deliveries are signed with.</summary>
    public string Secret { get; }

    /// <summary>Deletes the endpoint.</summary>
    /// <returns>Completes when the endpoint is deleted.</returns>
    public ValueTask DisposeAsync() => _remove();
}
