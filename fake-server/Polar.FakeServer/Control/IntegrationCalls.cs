using System.Text.Json.Nodes;
using Polar.FakeServer.Entitlements.Integrations;
using Polar.FakeServer.Http;

namespace Polar.FakeServer.Control;

/// <summary>Discord, GitHub and Slack, which benefits give access to.</summary>
internal sealed class IntegrationCalls : IControlCalls
{
    public IReadOnlyList<ControlRoute> Routes { get; } =
    [
        new("PATCH", "integrations/discord", call => SetAsync(call, FakeIntegration.Discord)),
        new("PATCH", "integrations/github", call => SetAsync(call, FakeIntegration.GitHub)),
        new("PATCH", "integrations/slack", call => SetAsync(call, FakeIntegration.Slack)),
        new("POST", "integrations/accounts", LinkAsync),
        new("POST", "integrations/slack", InstallAsync),
    ];

    private static async Task<Reply> SetAsync(ControlCall call, FakeIntegration service)
    {
        var input = await call.ReadAsync("refusal", "lacks").ConfigureAwait(false);
        var (refusal, lacks) = (input.Text("refusal"), input.Text("lacks"));
        var states = await call.Engine.ExecuteAsync(transaction =>
        {
            if (input.Members.ContainsKey("lacks"))
            {
                IntegrationControl.Lack(transaction, service, lacks);
            }

            return input.Members.ContainsKey("refusal")
                ? IntegrationControl.Refuse(transaction, service, refusal)
                : transaction.World.Integrations;
        }).ConfigureAwait(false);
        return Reply.Json(200, new JsonObject
        {
            ["refusal"] = states.Refusal(service),
            ["lacks"] = states.Setup(service)?.Type,
        }.ToJsonString());
    }

    private static async Task<Reply> LinkAsync(ControlCall call)
    {
        var input = await call
            .ReadAsync("service", "customer_id", "member_id", "account_id", "username", "is_expired")
            .ConfigureAwait(false);
        var account = new FakeAccount
        {
            Service = input.RequiredText("service") switch
            {
                "discord" => FakeIntegration.Discord,
                "github" => FakeIntegration.GitHub,
                _ => throw new WrongInputException("'service' is none of discord, github."),
            },
            CustomerId = input.Id("customer_id") ?? throw new WrongInputException("'customer_id' is missing."),
            MemberId = input.Id("member_id"),
            AccountId = input.RequiredText("account_id"),
            Username = input.Text("username"),
            IsExpired = input.Flag("is_expired") ?? false,
        };
        var id = await call.Engine.ExecuteAsync(transaction => IntegrationControl.Link(transaction, account)).ConfigureAwait(false);
        return Made(id);
    }

    private static async Task<Reply> InstallAsync(ControlCall call)
    {
        var input = await call.ReadAsync("organization_id", "installed").ConfigureAwait(false);
        var organization = input.Id("organization_id") ?? call.Identity.Organization;
        var installed = input.Flag("installed") ?? true;
        return Made(await call.Engine.ExecuteAsync(transaction => IntegrationControl.InstallSlack(transaction, organization, installed)).ConfigureAwait(false));
    }

    private static Reply Made(Guid id) => Reply.Json(201, new JsonObject { ["id"] = id.ToString() }.ToJsonString());
}
