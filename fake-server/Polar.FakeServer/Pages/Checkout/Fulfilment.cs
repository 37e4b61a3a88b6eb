using Polar.FakeServer.Execution;
using Polar.FakeServer.Sales.Checkouts;
using Polar.FakeServer.Webhooks;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Pages.Checkout;

/// <summary>Waits, as Polar's page does, until a purchase is made and the seller's endpoints have taken the webhook of it: then the buyer finds it there.</summary>
/// <param name="engine">What holds the world.</param>
/// <param name="systemClock">The time that a person waits.</param>
internal sealed class Fulfilment(Engine engine, TimeProvider systemClock)
{
    private const string Told = "checkout.updated";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(20);

    /// <summary>The moment from which on webhooks count, in the fake's time.</summary>
    public DateTimeOffset Begin() => engine.Clock.GetUtcNow();

    /// <summary>Waits for a purchase.</summary>
    /// <param name="clientSecret">The session.</param>
    /// <param name="begin">Since when its webhooks count.</param>
    /// <returns>False when it has failed, or takes too long.</returns>
    public async Task<bool> WaitAsync(string clientSecret, DateTimeOffset begin)
    {
        using var limit = new CancellationTokenSource(s_patience, systemClock);
        while (!IsDone(clientSecret, begin))
        {
            // A payment that fails opens the session again; one that the processor takes its time for is waited for elsewhere.
            if (Find(clientSecret) is not { Status.Value: CheckoutStatus.Values.Confirmed or CheckoutStatus.Values.Succeeded, IntentStatus: not "processing" }
                || limit.IsCancellationRequested)
            {
                return false;
            }

            await Task.Delay(s_pause, systemClock).ConfigureAwait(false);
        }

        return true;
    }

    private CheckoutRow? Find(string clientSecret) => engine.World.Checkouts.Find(CheckoutRow.ByClientSecret, clientSecret);

    private bool IsDone(string clientSecret, DateTimeOffset begin)
    {
        var world = engine.World;
        return world.Checkouts.Find(CheckoutRow.ByClientSecret, clientSecret) is { } row
            && row.Status == CheckoutStatus.Succeeded
            && !world.WebhookEndpoints.Of(row.OrganizationId).Any(endpoint => IsAwaited(world, endpoint, begin));
    }

    private static bool IsAwaited(World world, WebhookEndpointRow endpoint, DateTimeOffset begin) =>
        endpoint.Resource.Enabled
        && world.WebhookEvents
            .Of(endpoint.OrganizationId, WebhookMessage.ByCompletion, (endpoint.Id, false))
            .Any(message => message.Type == Told && message.CreatedAt >= begin);
}
