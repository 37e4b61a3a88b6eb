using Polar.FakeServer.Registration;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Webhooks;

/// <summary>What people see of webhooks when they look into a world. The secret of an endpoint is not in it.</summary>
internal static class WebhookKinds
{
    private const string Hidden = "***";

    public static ResourceKind Endpoints() => ResourceKind.Of<WebhookEndpointRow, WebhookEndpoint>(
        "Webhook endpoints",
        (_, row) => row.Resource with { Secret = Hidden },
        (_, row) => row.Resource.Url,
        ("Name", (_, row) => row.Resource.Name),
        ("Format", (_, row) => row.Resource.Format.Value),
        ("Status", (_, row) => row.Resource.Enabled ? "enabled" : "disabled"));

    public static ResourceKind Messages() => ResourceKind.Of<WebhookMessage, RecordedWebhookEvent>(
        "Webhook events",
        (transaction, row) => row.ToResource(transaction.Now),
        (_, row) => row.Type,
        ("Endpoint", (world, row) => world.WebhookEndpoints.Find(row.EndpointId)?.Resource.Url),
        ("Status", (_, row) => StateOf(row)),
        ("Attempts", (_, row) => $"{row.Attempts}"));

    public static ResourceKind Deliveries() => ResourceKind.Of<WebhookDeliveryRow, WebhookDelivery>(
        "Webhook deliveries",
        WebhooksOperations.ToResource,
        (world, row) => world.WebhookEvents.Find(row.EventId)?.Type,
        ("Endpoint", (world, row) => world.WebhookEndpoints.Find(row.EndpointId)?.Resource.Url),
        ("Status", (_, row) => row.Succeeded ? "delivered" : "failed"),
        ("Answer", (_, row) => row.HttpCode is { } code ? $"{code}" : null));

    /// <summary>Where an event stands on its way to its endpoint.</summary>
    public static string StateOf(WebhookMessage row) => row switch
    {
        { Succeeded: true } => "delivered",
        { Succeeded: false } => "failed",
        { Skipped: true } => "skipped",
        { Attempts: > 0 } => "retrying",
        _ => "waiting",
    };
}
