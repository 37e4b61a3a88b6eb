using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Entitlements.Integrations;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Http;

namespace Polar.FakeServer.Control;

/// <summary>The calls about Discord, GitHub and Slack.</summary>
internal static class IntegrationCalls
{
    /// <summary>What there is, for who asked for something else.</summary>
    public const string Names =
        "PATCH /_fake/integrations/{discord|github|slack}, POST /_fake/integrations/accounts and POST /_fake/integrations/slack";

    /// <summary>Answers a call; null when it is none of these.</summary>
    public static async Task<Reply?> AnswerAsync(Engine engine, FakeIdentity identity, HttpRequest request, string path)
    {
        switch (request.Method, path)
        {
            case ("PATCH", "integrations/discord"):
                return await SetAsync(engine, FakeIntegration.Discord, request).ConfigureAwait(false);
            case ("PATCH", "integrations/github"):
                return await SetAsync(engine, FakeIntegration.GitHub, request).ConfigureAwait(false);
            case ("PATCH", "integrations/slack"):
                return await SetAsync(engine, FakeIntegration.Slack, request).ConfigureAwait(false);
            case ("POST", "integrations/accounts"):
                return await LinkAsync(engine, request).ConfigureAwait(false);
            case ("POST", "integrations/slack"):
                return await InstallAsync(engine, identity, request).ConfigureAwait(false);
            default:
                return null;
        }
    }

    private static async Task<Reply> SetAsync(Engine engine, FakeIntegration service, HttpRequest request)
    {
        var input = await ControlInput.ReadAsync(request, "refusal", "lacks").ConfigureAwait(false);
        var (refusal, lacks) = (input.Text("refusal"), input.Text("lacks"));
        var states = await engine.ExecuteAsync(transaction =>
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

    private static async Task<Reply> LinkAsync(Engine engine, HttpRequest request)
    {
        var input = await ControlInput
            .ReadAsync(request, "service", "customer_id", "member_id", "account_id", "username", "is_expired")
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
        var id = await engine.ExecuteAsync(transaction => IntegrationControl.Link(transaction, account)).ConfigureAwait(false);
        return Made(id);
    }

    private static async Task<Reply> InstallAsync(Engine engine, FakeIdentity identity, HttpRequest request)
    {
        var input = await ControlInput.ReadAsync(request, "organization_id", "installed").ConfigureAwait(false);
        var organization = input.Id("organization_id") ?? identity.Organization;
        var installed = input.Flag("installed") ?? true;
        return Made(await engine.ExecuteAsync(transaction => IntegrationControl.InstallSlack(transaction, organization, installed)).ConfigureAwait(false));
    }

    private static Reply Made(Guid id) => Reply.Json(201, new JsonObject { ["id"] = id.ToString() }.ToJsonString());
}
