using System.Globalization;
using System.Text.Json.Nodes;

namespace Polar.FakeServer.Tool;

/// <summary>The calls that a trigger makes, one after the other; each is printed.</summary>
/// <param name="fake">The fake.</param>
/// <param name="token">The organization's token.</param>
/// <param name="organization">The organization's id.</param>
/// <param name="with">Members of the body of the call that causes the event.</param>
/// <param name="terminal">Where to write.</param>
/// <param name="stop">Gives it up.</param>
internal sealed class TriggerCalls(RunningFake fake, string token, string organization, JsonObject with, Terminal terminal, CancellationToken stop)
{
    /// <summary>The organization's id.</summary>
    public string Organization => organization;

    /// <summary>An address that nobody has yet.</summary>
    public static string Email => $"trigger-{Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture)[..8]}@acme.dev";

    /// <summary>A call that something else needs.</summary>
    public Task<JsonObject> PrepareAsync(string method, string path, string? body = null) => CallAsync(method, path, Parsed(body));

    /// <summary>The call that causes the event: what was given goes into its body.</summary>
    public Task<JsonObject> CauseAsync(string method, string path, string body = "{}")
    {
        var members = Parsed(body)!;
        Merge(members, with);
        return CallAsync(method, path, members);
    }

    /// <summary>Moves the clock, which causes the event.</summary>
    public Task AdvanceAsync(string duration) => PrepareAsync("POST", "/_fake/clock", $$"""{"advance":"{{duration}}"}""");

    /// <summary>Something of a list.</summary>
    public async Task<JsonObject> FindAsync(string path, string list = "items")
    {
        var answer = await PrepareAsync("GET", path).ConfigureAwait(false);
        return answer[list] is JsonArray { Count: > 0 } items
            ? items[0]!.AsObject()
            : throw new RefusedException(isWrongInput: false, $"{path} lists nothing.");
    }

    private static JsonObject? Parsed(string? body) => body is null ? null : JsonNode.Parse(body)!.AsObject();

    private static void Merge(JsonObject target, JsonObject members)
    {
        foreach (var (name, value) in members)
        {
            if (target[name] is JsonObject inner && value is JsonObject given)
            {
                Merge(inner, given);
            }
            else
            {
                target[name] = value?.DeepClone();
            }
        }
    }

    private async Task<JsonObject> CallAsync(string method, string path, JsonObject? body)
    {
        terminal.Write($"{method} {path}{(body is null ? "" : $" {body.ToJsonString(ServeReport.Readable)}")}");
        var needsToken = !path.StartsWith("/_fake/", StringComparison.Ordinal);
        return await fake.CallAsync(new HttpMethod(method), path, stop, body, needsToken ? token : null).ConfigureAwait(false);
    }
}
