using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Polar.FakeServer.Http;

namespace Polar.FakeServer.Control;

/// <summary>Worlds to go back to.</summary>
internal sealed partial class SnapshotCalls : IControlCalls
{
    public IReadOnlyList<ControlRoute> Routes { get; } =
    [
        new("GET", "snapshots", List),
        new("POST", "snapshots", KeepAsync),
        new("POST", "snapshots/{name}/restore", RestoreAsync),
        new("DELETE", "snapshots/{name}", Remove),
    ];

    private static Reply List(ControlCall call)
    {
        call.Query();
        return Reply.Json(200, new JsonObject
        {
            ["snapshots"] = new JsonArray([.. call.Services.Snapshots.All.Select(entry => Show(entry.Key, entry.Value))]),
        }.ToJsonString());
    }

    private static async Task<Reply> KeepAsync(ControlCall call)
    {
        var name = call.Request.ContentLength is null or 0 ? null : (await call.ReadAsync("name").ConfigureAwait(false)).Text("name");
        if (name is not null && !Name().IsMatch(name))
        {
            throw new WrongInputException("'name' is not made of 1 to 100 letters, digits, dots, hyphens and underscores.");
        }

        var (kept, snapshot) = call.Services.Snapshots.Keep(name);
        return Reply.Json(201, Show(kept, snapshot).ToJsonString());
    }

    private static async Task<Reply> RestoreAsync(ControlCall call)
    {
        if (call.Services.Snapshots.Find(call.Values["name"]) is not { } snapshot)
        {
            return ControlCall.NotFound("There is no such snapshot.");
        }

        await call.Services.Snapshots.RestoreAsync(snapshot).ConfigureAwait(false);
        return Reply.Json(200, Show(call.Values["name"], snapshot).ToJsonString());
    }

    private static Reply Remove(ControlCall call) => call.Services.Snapshots.Remove(call.Values["name"])
        ? new Reply(204, default, null)
        : ControlCall.NotFound("There is no such snapshot.");

    private static JsonObject Show(string name, FakeSnapshot snapshot) => new() { ["name"] = name, ["clock"] = ControlText.Of(snapshot.Time) };

    [GeneratedRegex("^[A-Za-z0-9._-]{1,100}$")]
    private static partial Regex Name();
}
