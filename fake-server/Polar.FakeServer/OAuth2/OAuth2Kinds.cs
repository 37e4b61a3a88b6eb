using System.Text.Json.Nodes;
using Polar.FakeServer.Execution;
using Polar.FakeServer.OAuth2.Authorization;
using Polar.FakeServer.OAuth2.Clients;
using Polar.FakeServer.OAuth2.Tokens;
using Polar.FakeServer.Organizations;
using Polar.FakeServer.Registration;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.OAuth2;

/// <summary>What people see of OAuth2 when they look into a world. No secret is in it.</summary>
internal static class OAuth2Kinds
{
    private const string Hidden = "***";

    public static ResourceKind Clients() => ResourceKind.Of<ClientRow, OAuth2Client>(
        "OAuth2 clients",
        (_, row) => row.ToResource() with { ClientSecret = Hidden },
        (_, row) => row.Metadata.ClientName,
        ("Client", (_, row) => row.ClientId));

    public static ResourceKind Tokens() => ResourceKind.Of<OAuth2TokenRow>(
        "OAuth2 tokens",
        row => new JsonObject
        {
            ["id"] = row.Id,
            ["created_at"] = row.CreatedAt.UtcDateTime,
            ["client_id"] = row.ClientId,
            [row.Subject.IsOrganization ? "organization_id" : "user_id"] = row.Subject.Id,
            ["organizations"] = new JsonArray([.. row.Subject.Organizations.Select(id => (JsonNode?)id)]),
            ["scope"] = row.Scope,
            ["expires_at"] = row.ExpiresAt.UtcDateTime,
            ["refreshable"] = row.RefreshToken is not null,
            ["revoked"] = row.IsRevoked,
        },
        (world, row) => row.Subject.IsOrganization
            ? world.Organizations.Find(row.Subject.Id)?.Resource.Name
            : world.Users.Find(row.Subject.Id)?.Email,
        ("Client", (_, row) => row.ClientId),
        ("Status", (_, row) => row.IsRevoked ? "revoked" : "issued"));

    public static ResourceKind Consents() => ResourceKind.Of<ConsentRow>(
        "OAuth2 consents",
        row => new JsonObject
        {
            ["id"] = row.Id,
            ["created_at"] = row.CreatedAt.UtcDateTime,
            ["client_id"] = row.ClientId,
            ["user_id"] = row.UserId,
            ["scope"] = row.Scope,
        },
        (world, row) => world.Users.Find(row.UserId)?.Email,
        ("Client", (_, row) => row.ClientId));

    public static ResourceKind Codes() => ResourceKind.Of<AuthorizationCodeRow>(
        "Authorization codes",
        row => new JsonObject
        {
            ["id"] = row.Id,
            ["created_at"] = row.CreatedAt.UtcDateTime,
            ["client_id"] = row.ClientId,
            ["user_id"] = row.UserId,
            ["scope"] = row.Scope,
            ["redirect_uri"] = row.RedirectUri,
        },
        (world, row) => world.Users.Find(row.UserId)?.Email,
        ("Client", (_, row) => row.ClientId));
}
