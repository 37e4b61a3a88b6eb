using System.Text.Json.Nodes;
using Polar.FakeServer.Http;
using Polar.FakeServer.Organizations;

namespace Polar.FakeServer.Control;

/// <summary>Organizations as only Polar itself can found and change them.</summary>
internal sealed class OrganizationCalls : IControlCalls
{
    public IReadOnlyList<ControlRoute> Routes { get; } =
    [
        new("POST", "organizations", FoundAsync),
        new("PATCH", "organizations/{id}", ChangeAsync),
    ];

    private static async Task<Reply> FoundAsync(ControlCall call)
    {
        var input = await call.ReadAsync().ConfigureAwait(false);
        var slug = input.RequiredText("slug");
        var founded = await call.Engine
            .ExecuteAsync(transaction => OrganizationProvisioning.Found(
                transaction, call.Identity, slug, row => OrganizationProvisioning.With(row, input.Members)))
            .ConfigureAwait(false);
        return Reply.Json(201, new JsonObject
        {
            ["id"] = founded.Id.ToString(),
            ["slug"] = founded.Slug,
            ["access_token"] = founded.AccessToken,
        }.ToJsonString());
    }

    private static async Task<Reply> ChangeAsync(ControlCall call)
    {
        if (!Guid.TryParse(call.Values["id"], out var organization) || call.Engine.World.Organizations.Find(organization) is null)
        {
            return ControlCall.NotFound("There is no such organization.");
        }

        var input = await call.ReadAsync().ConfigureAwait(false);
        var changed = await call.Engine
            .ExecuteAsync(transaction => OrganizationProvisioning.Change(
                transaction, organization, row => OrganizationProvisioning.With(row, input.Members)))
            .ConfigureAwait(false);
        return Reply.Of(call.Engine.Renderer, call.Engine.World, 200, changed);
    }
}
