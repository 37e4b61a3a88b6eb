using Polar.FakeServer.Http;
using Polar.FakeServer.Webhooks;

namespace Polar.FakeServer.Control;

/// <summary>What the fake has published, and how it was delivered.</summary>
internal sealed class WebhookLogCalls : IControlCalls
{
    public IReadOnlyList<ControlRoute> Routes { get; } = [new("GET", "webhooks", List), new("POST", "webhooks/{event_id}/redeliver", RedeliverAsync)];

    private static Reply List(ControlCall call) => new(200, default, "application/json")
    {
        Content = new WebhookLog(call.Engine.World, WebhookLogQuery.Read(call.Query([.. WebhookLogQuery.Names]))),
    };

    /// <summary>Has an event of any organization delivered again, whether or not its endpoint has taken it.</summary>
    private static async Task<Reply> RedeliverAsync(ControlCall call)
    {
        if (!Guid.TryParse(call.Values["event_id"], out var id) || call.Engine.World.WebhookEvents.Find(id) is null)
        {
            return ControlCall.NotFound("There is no such event of an endpoint.");
        }

        await call.Engine.ExecuteAsync(transaction =>
        {
            transaction.Redeliver(id);
            return id;
        }).ConfigureAwait(false);
        return new Reply(202, default, null);
    }
}
