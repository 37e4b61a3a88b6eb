using System.Text.Json.Nodes;
using Polar.FakeServer.Http;

namespace Polar.FakeServer.Control;

/// <summary>Tokens of every kind.</summary>
internal sealed class TokenCalls : IControlCalls
{
    public IReadOnlyList<ControlRoute> Routes { get; } = [new("POST", "tokens", IssueAsync), new("DELETE", "tokens/{token}", RevokeAsync)];

    private static async Task<Reply> IssueAsync(ControlCall call)
    {
        var input = await call
            .ReadAsync("kind", "organization_id", "customer_id", "member_id", "user_id", "role", "scopes", "expires_in")
            .ConfigureAwait(false);
        var asked = new FakeToken
        {
            Kind = input.Choice<FakeTokenKind>("kind") ?? throw new WrongInputException("'kind' is missing."),
            OrganizationId = input.Id("organization_id"),
            CustomerId = input.Id("customer_id"),
            MemberId = input.Id("member_id"),
            UserId = input.Id("user_id"),
            Role = input.Choice<FakeUserRole>("role"),
            Scopes = input.StringValidator("scopes"),
            ExpiresIn = input.Seconds("expires_in"),
        };
        var token = await call.Engine.ExecuteAsync(transaction => TokenIssuer.Issue(transaction, call.Identity, asked)).ConfigureAwait(false);
        return Reply.Json(201, new JsonObject { ["token"] = token }.ToJsonString());
    }

    private static async Task<Reply> RevokeAsync(ControlCall call) =>
        await call.Engine.ExecuteAsync(transaction => TokenIssuer.Revoke(transaction, call.Values["token"])).ConfigureAwait(false)
            ? new Reply(204, default, null)
            : ControlCall.NotFound("There is no such token.");
}
