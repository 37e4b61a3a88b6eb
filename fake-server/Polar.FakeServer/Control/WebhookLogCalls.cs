using System.Buffers;
using Polar.FakeServer.Http;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Control;

/// <summary>What the fake has published, and how it was delivered.</summary>
internal sealed class WebhookLogCalls : IControlCalls
{
    public IReadOnlyList<ControlRoute> Routes { get; } = [new("GET", "webhooks", List)];

    private static Reply List(ControlCall call)
    {
        var query = WebhookLogQuery.Read(call.Query([.. WebhookLogQuery.Names]));
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = Wire.CreateWriter(buffer))
        {
            new WebhookLog(call.Engine.World, query).Write(writer);
        }

        return new Reply(200, buffer.WrittenMemory, "application/json");
    }
}
