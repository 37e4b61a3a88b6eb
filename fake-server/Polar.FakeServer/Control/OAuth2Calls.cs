using System.Text.Json.Nodes;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Http;
using Polar.FakeServer.OAuth2.Authorization;
using Polar.FakeServer.OAuth2.Clients;
using Polar.FakeServer.OAuth2.Protocol;
using Polar.FakeServer.OAuth2.Tokens;
using Polar.FakeServer.Organizations;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Control;

/// <summary>What only Polar itself can do with OAuth2: clients of its own, tokens as they once were, and who is signed in on its pages.</summary>
internal sealed class OAuth2Calls : IControlCalls
{
    private static readonly string[] s_grants = ["authorization_code", "refresh_token", "web"];
    private static readonly string[] s_subTypes = ["user", "organization"];

    public IReadOnlyList<ControlRoute> Routes { get; } =
    [
        new("PATCH", "oauth2/clients/{client_id}", ChangeAsync),
        new("POST", "oauth2/tokens", IssueAsync),
        new("PUT", "oauth2/user", SignInAsync),
    ];

    private static async Task<Reply> ChangeAsync(ControlCall call)
    {
        var id = call.Values["client_id"];
        if (call.Engine.World.OAuth2Clients.Find(ClientRow.ByClientId, id) is null)
        {
            return ControlCall.NotFound("There is no such client.");
        }

        var input = await call.ReadAsync("first_party", "grant_types", "default_sub_type").ConfigureAwait(false);
        var (isFirstParty, grants, subType) = (input.Flag("first_party"), input.StringValidator("grant_types"), SubType(input, "default_sub_type"));
        if (grants?.FirstOrDefault(grant => !s_grants.Contains(grant)) is { } unknown)
        {
            throw new WrongInputException($"There is no grant '{unknown}'; there are {string.Join(", ", s_grants)}.");
        }

        var changed = await call.Engine.ExecuteAsync(transaction =>
        {
            var client = transaction.World.OAuth2Clients.Find(ClientRow.ByClientId, id)!;
            return transaction.Save(client with
            {
                IsFirstParty = isFirstParty ?? client.IsFirstParty,
                DefaultSubType = subType is null ? client.DefaultSubType : new OAuth2SubjectType(subType),
                Metadata = grants is null ? client.Metadata : client.Metadata with { GrantTypes = grants.ToValueList() },
            });
        }).ConfigureAwait(false);
        return Reply.Json(200, new JsonObject
        {
            ["client_id"] = changed.ClientId,
            ["first_party"] = changed.IsFirstParty,
            ["grant_types"] = new JsonArray([.. changed.Metadata.GrantTypes.Select(grant => (JsonNode?)grant)]),
            ["default_sub_type"] = changed.DefaultSubType.Value,
        }.ToJsonString());
    }

    private static async Task<Reply> IssueAsync(ControlCall call)
    {
        var input = await call.ReadAsync("client_id", "sub_type", "user_id", "organization_id", "scope").ConfigureAwait(false);
        var id = input.RequiredText("client_id");
        var isOrganization = SubType(input, "sub_type") == SubTypes.Organization;
        var issued = await call.Engine.ExecuteAsync(transaction =>
        {
            var client = transaction.World.OAuth2Clients.Find(ClientRow.ByClientId, id) ?? throw new WrongInputException($"There is no client {id}.");
            var subject = Subject(transaction.World, call.Identity, isOrganization, input.Id("user_id"), input.Id("organization_id"));
            return new TokenGrant(client, subject, input.Text("scope") ?? client.Metadata.Scope, TokenGrant.LongLifetime, IsRefreshable: true).Issue(transaction);
        }).ConfigureAwait(false);
        return Reply.Json(201, issued.ToJson(idToken: null).ToJsonString());
    }

    private static TokenSubject Subject(World world, FakeIdentity identity, bool isOrganization, Guid? user, Guid? organization)
    {
        if (organization is { } only && world.Organizations.Find(only) is null)
        {
            throw new WrongInputException($"There is no organization {only}.");
        }

        if (isOrganization)
        {
            return user is null
                ? TokenSubject.OfOrganization(organization ?? identity.Organization)
                : throw new WrongInputException("An organization's token has no user.");
        }

        var id = user ?? identity.OrganizationProvisioning;
        return world.Users.Find(id) is null ? throw new WrongInputException($"There is no user {id}.")
            : organization is { } narrowed ? TokenSubject.OfUser(id, narrowed)
            : TokenSubject.OfUser(id);
    }

    private static async Task<Reply> SignInAsync(ControlCall call)
    {
        var input = await call.ReadAsync("user_id").ConfigureAwait(false);
        var user = input.Id("user_id");
        await call.Engine.ExecuteAsync(transaction =>
            user is { } id && transaction.World.Users.Find(id) is null
                ? throw new WrongInputException($"There is no user {id}; POST {ControlApi.Root}tokens with a 'role' makes one.")
                : transaction.Save(new SignedInUserRow(user))).ConfigureAwait(false);
        return Reply.Json(200, new JsonObject { ["user_id"] = user?.ToString() }.ToJsonString());
    }

    private static string? SubType(ControlInput input, string name) => input.Text(name) is not { } text || s_subTypes.Contains(text)
        ? input.Text(name)
        : throw new WrongInputException($"'{name}' is none of {string.Join(", ", s_subTypes)}.");
}
