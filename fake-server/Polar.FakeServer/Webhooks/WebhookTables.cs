using Polar.FakeServer.Execution;
using Polar.FakeServer.Storage;

namespace Polar.FakeServer.Webhooks;

/// <summary>The tables of this folder.</summary>
internal static class WebhookTables
{
    extension(World world)
    {
        public Table<WebhookEndpointRow> WebhookEndpoints => world.Table<WebhookEndpointRow>();

        public Table<WebhookMessage> WebhookEvents => world.Table<WebhookMessage>();

        public Table<WebhookDeliveryRow> WebhookDeliveries => world.Table<WebhookDeliveryRow>();
    }
}
