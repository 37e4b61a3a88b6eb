using System.Text.Json.Nodes;
using Polar.FakeServer.Http;
using Polar.FakeServer.Webhooks;

namespace Polar.FakeServer.Control;

/// <summary>What the fake has published, and how it was delivered.</summary>
internal sealed class WebhookLogCalls : IControlCalls
{
    public IReadOnlyList<ControlRoute> Routes { get; } = [new("GET", "webhooks", List)];

    private static Reply List(ControlCall call) => Reply.Json(200, new JsonObject
    {
        ["events"] = new JsonArray([.. call.Engine.Sender.Log.Select(published => new JsonObject
        {
            ["type"] = published.Type,
            ["timestamp"] = ControlText.Of(published.Timestamp),
            ["organization_id"] = published.Organization.ToString(),
            ["data"] = JsonNode.Parse(published.Data),
        })]),
        ["deliveries"] = new JsonArray([.. call.Engine.World.WebhookDeliveries.All.Select(delivery => new JsonObject
        {
            ["event_id"] = delivery.EventId.ToString(),
            ["type"] = call.Engine.World.WebhookEvents[delivery.EventId].Type,
            ["succeeded"] = delivery.Succeeded,
            ["http_code"] = delivery.HttpCode,
        })]),
    }.ToJsonString());
}
