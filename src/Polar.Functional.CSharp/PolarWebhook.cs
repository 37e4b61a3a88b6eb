using Polar.Functional.Contracts;
using Core = global::Polar.Functional;

namespace Polar.Functional.CSharp;

/// <summary>Verifies and reads what Polar delivers.</summary>
public static class PolarWebhook
{
    /// <summary>Whether a delivery is Polar's.</summary>
    /// <param name="body">The body as it came over the wire, byte for byte.</param>
    /// <param name="id">The header <c>webhook-id</c>.</param>
    /// <param name="timestamp">The header <c>webhook-timestamp</c>.</param>
    /// <param name="signature">The header <c>webhook-signature</c>.</param>
    /// <param name="secrets">The endpoint's secret; several while secrets are rotated.</param>
    /// <param name="time">The clock that the delivery's age is measured by; the system's by default.</param>
    /// <returns>Null when it is Polar's; otherwise why it is not taken for Polar's.</returns>
    public static WebhookRefusal? Verify(
        ReadOnlyMemory<byte> body,
        string? id,
        string? timestamp,
        string? signature,
        IEnumerable<string> secrets,
        TimeProvider? time = null)
    {
        var headers = new WebhookHeaders(id ?? "", timestamp ?? "", signature ?? "");
        var result = Webhook.verify(time ?? TimeProvider.System, secrets, headers, body);
        return result.IsOk ? null : result.ErrorValue;
    }

    /// <summary>
    /// Signs a body as Polar signs a delivery: for tests of handlers, whose deliveries are then genuine, or forged with another secret.
    /// </summary>
    /// <param name="body">The body, byte for byte.</param>
    /// <param name="secret">The endpoint's secret.</param>
    /// <param name="id">The event's id, one of a new event by default.</param>
    /// <param name="time">The time of the attempt, now by default.</param>
    /// <returns>The headers of the delivery.</returns>
    public static PolarWebhookSignature Sign(ReadOnlyMemory<byte> body, string secret, string? id = null, DateTimeOffset? time = null)
    {
        ArgumentNullException.ThrowIfNull(secret);
        var headers = Webhook.sign(secret, id ?? Guid.NewGuid().ToString(), time ?? TimeProvider.System.GetUtcNow(), body);
        return new PolarWebhookSignature(headers.Id, headers.Timestamp, headers.Signature);
    }

    /// <summary>Reads a delivery's body. An event of a type that is not known here is <see cref="WebhookEvent.Unknown"/>, not an error.</summary>
    /// <param name="body">The body.</param>
    /// <param name="event">The event, when the body is one.</param>
    /// <param name="error">What is wrong with the body, otherwise.</param>
    /// <returns>Whether the body is an event.</returns>
    public static bool TryParse(
        ReadOnlyMemory<byte> body,
        [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out WebhookEvent? @event,
        [System.Diagnostics.CodeAnalysis.NotNullWhen(false)] out WireError? error)
    {
        var result = WebhookEventModule.parse(body);
        @event = result.IsOk ? result.ResultValue : null;
        error = result.IsOk ? null : result.ErrorValue;
        return result.IsOk;
    }
}
