namespace Polar.Functional.AspNetCore;

/// <summary>Does what an app does about Polar's events.</summary>
public interface IPolarWebhookHandler
{
    /// <summary>Handles a delivery. Polar waits ten seconds for the answer; what takes longer belongs into a queue.</summary>
    /// <param name="delivery">The delivery.</param>
    /// <param name="cancellationToken">Polar has hung up, or the app stops.</param>
    /// <returns>Completes when the event is handled; a failure makes Polar deliver it again.</returns>
    Task HandleAsync(PolarWebhookDelivery delivery, CancellationToken cancellationToken);
}
