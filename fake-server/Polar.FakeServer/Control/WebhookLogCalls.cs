using Polar.FakeServer.Http;

namespace Polar.FakeServer.Control;

/// <summary>What the fake has published, and how it was delivered.</summary>
internal sealed class WebhookLogCalls : IControlCalls
{
    public IReadOnlyList<ControlRoute> Routes { get; } = [new("GET", "webhooks", List)];

    private static Reply List(ControlCall call) => new(200, default, "application/json")
    {
        Content = new WebhookLog(call.Engine.World, WebhookLogQuery.Read(call.Query([.. WebhookLogQuery.Names]))),
    };
}
