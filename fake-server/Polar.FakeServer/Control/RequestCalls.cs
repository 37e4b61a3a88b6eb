using System.Text.Json.Nodes;
using Polar.FakeServer.Http;

namespace Polar.FakeServer.Control;

/// <summary>What was asked of the API.</summary>
internal sealed class RequestCalls : IControlCalls
{
    public IReadOnlyList<ControlRoute> Routes { get; } = [new("GET", "requests", List), new("DELETE", "requests", Clear)];

    private static Reply List(ControlCall call)
    {
        var filter = RequestFilter.Read(call.Query(RequestFilter.Names));
        return Reply.Json(200, new JsonObject
        {
            ["requests"] = new JsonArray(
                [.. call.Services.Requests.All.Where(filter.Admits).TakeLast(filter.Limit).Select(record => RequestReport.Json(RequestReport.Of(record)))]),
            ["dropped"] = call.Services.Requests.Dropped,
        }.ToJsonString());
    }

    private static Reply Clear(ControlCall call)
    {
        call.Query();
        call.Services.Requests.Clear();
        return new Reply(204, default, null);
    }
}
