using System.Text.Json.Nodes;
using Polar.FakeServer.Http;

namespace Polar.FakeServer.Control;

/// <summary>Whether the fake is there, who it is, and a fresh start.</summary>
internal sealed class HealthCalls : IControlCalls
{
    public IReadOnlyList<ControlRoute> Routes { get; } = [new("GET", "health", Show), new("POST", "reset", ResetAsync)];

    /// <summary>How the fake is.</summary>
    public static Reply Show(ControlCall call)
    {
        call.Query();
        var parked = call.Engine.World.ParkedJobs;
        var health = new JsonObject
        {
            ["status"] = parked.IsEmpty && call.Engine.KeepingFault is null ? "ok" : "degraded",
            ["version"] = FakeIdentity.Version,
            ["clock"] = ControlText.Of(call.Engine.Clock.GetUtcNow()),
            ["organization"] = new JsonObject { ["id"] = call.Identity.Organization.ToString(), ["slug"] = call.Identity.Slug },
            ["access_token"] = call.Identity.AccessToken,
        };
        if (call.Services.Worlds.File is { } file)
        {
            health["data"] = new JsonObject
            {
                ["file"] = file.Path,
                ["journal_mode"] = file.JournalMode,
                ["synchronous"] = file.Synchronous,
                ["error"] = call.Engine.KeepingFault,
            };
        }

        if (!parked.IsEmpty)
        {
            health["parked_jobs"] = new JsonArray([.. parked.Select(job => new JsonObject
            {
                ["kind"] = job.Kind,
                ["due"] = ControlText.Of(job.Due),
                ["error"] = job.Error,
            })]);
        }

        return Reply.Json(200, health.ToJsonString());
    }

    private static async Task<Reply> ResetAsync(ControlCall call)
    {
        call.Query();
        await call.Services.ResetAsync().ConfigureAwait(false);
        return Show(call);
    }
}
