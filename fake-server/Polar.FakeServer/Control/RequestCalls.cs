using System.Globalization;
using System.Text.Json.Nodes;
using Polar.FakeServer.Http;

namespace Polar.FakeServer.Control;

/// <summary>What was asked of the API.</summary>
internal sealed class RequestCalls : IControlCalls
{
    private const int DefaultLimit = 100;

    public IReadOnlyList<ControlRoute> Routes { get; } = [new("GET", "requests", List), new("DELETE", "requests", Clear)];

    private static Reply List(ControlCall call)
    {
        var query = call.Query("limit", "method", "path", "operation", "status", "failed", "after");
        var limit = Number(query, "limit", 1) ?? DefaultLimit;
        var (status, after) = (Number(query, "status", 100), Number(query, "after", 0));
        var failed = query.TryGetValue("failed", out var text)
            ? bool.TryParse(text, out var flag) ? flag : throw new WrongInputException("'failed' is true or false.")
            : (bool?)null;
        var found = call.Services.Requests.All.Where(record =>
            (!query.TryGetValue("method", out var method) || record.Method.Equals(method, StringComparison.OrdinalIgnoreCase))
            && (!query.TryGetValue("path", out var path) || record.Path.StartsWith(path, StringComparison.Ordinal))
            && (!query.TryGetValue("operation", out var operation) || record.Operation == operation)
            && (status is null || record.Status == status)
            && (failed is null || record.Status >= 400 == failed)
            && (after is null || record.Number > after));
        return Reply.Json(200, new JsonObject
        {
            ["requests"] = new JsonArray([.. found.TakeLast(limit).Select(record => RequestReport.Json(RequestReport.Of(record)))]),
            ["dropped"] = call.Services.Requests.Dropped,
        }.ToJsonString());
    }

    private static Reply Clear(ControlCall call)
    {
        call.Services.Requests.Clear();
        return new Reply(204, default, null);
    }

    private static int? Number(IReadOnlyDictionary<string, string> query, string name, int least) =>
        !query.TryGetValue(name, out var text) ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least ? number
        : throw new WrongInputException($"'{name}' is a whole number, {least} at least.");
}
