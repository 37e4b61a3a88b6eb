using System.Text.Json.Nodes;
using Polar.FakeServer.Http;

namespace Polar.FakeServer.Control;

/// <summary>Whether the fake is there, who it is, and a fresh start.</summary>
internal sealed class HealthCalls : IControlCalls
{
    public IReadOnlyList<ControlRoute> Routes { get; } = [new("GET", "health", Show), new("POST", "reset", ResetAsync)];

    private static Reply Show(ControlCall call)
    {
        var parked = call.Engine.World.ParkedJobs;
        var health = new JsonObject
        {
            ["status"] = parked.IsEmpty ? "ok" : "degraded",
            ["version"] = FakeIdentity.Version,
            ["clock"] = ControlText.Of(call.Engine.Clock.GetUtcNow()),
            ["organization"] = new JsonObject { ["id"] = call.Identity.Organization.ToString(), ["slug"] = call.Identity.Slug },
            ["access_token"] = call.Identity.AccessToken,
        };
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
        await call.Services.ResetAsync().ConfigureAwait(false);
        return Show(call);
    }
}
