using System.Text.Json.Nodes;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Http;
using Polar.FakeServer.Identity;
using Polar.FakeServer.OAuth2.Clients;
using Polar.FakeServer.OAuth2.Protocol;

namespace Polar.FakeServer.OAuth2.Tokens;

/// <summary>What a client may ask about a token of its own (RFC 7662), and that it takes it away (RFC 7009).</summary>
internal static class TokenInspection
{
    private const string AccessHint = "access_token";
    private const string RefreshHint = "refresh_token";

    public static Reply Introspect(Transaction transaction, OAuth2Request asked)
    {
        var (client, row, refusal) = Find(transaction, asked);
        if (refusal is not null)
        {
            return refusal.ToReply();
        }

        // A refresh token is as active as its access token, though it can be used for longer.
        return row is null or { IsRevoked: true } || row.ClientId != client!.ClientId || row.ExpiresAt <= transaction.Now
            ? OAuth2Reply.Json(200, new JsonObject { ["active"] = false })
            : OAuth2Reply.Json(200, new JsonObject
            {
                ["active"] = true,
                ["client_id"] = row.ClientId,
                ["token_type"] = "Bearer",
                ["scope"] = row.Scope,
                ["sub_type"] = row.Subject.IsOrganization ? "organization" : "user",
                ["sub"] = row.Subject.Id.ToString(),
                ["organizations"] = new JsonArray([.. row.Subject.Organizations.Select(id => (JsonNode?)id.ToString())]),
                ["aud"] = row.ClientId,
                ["iss"] = IdToken.Issuer,
                ["exp"] = row.ExpiresAt.ToUnixTimeSeconds(),
                ["iat"] = row.CreatedAt.ToUnixTimeSeconds(),
            });
    }

    public static Reply Revoke(Transaction transaction, OAuth2Request asked)
    {
        var (client, row, refusal) = Find(transaction, asked);
        if (refusal is not null)
        {
            return refusal.ToReply();
        }

        if (row is not null && row.ClientId != client!.ClientId)
        {
            return OAuth2Refusal.InvalidGrant().ToReply();
        }

        if (row is { IsRevoked: false })
        {
            TokenGrant.Revoke(transaction, row);
        }

        return OAuth2Reply.Json(200, []);
    }

    /// <summary>The client that asks and the token that it asks about; a hint is taken at its word.</summary>
    private static (ClientRow? Client, OAuth2TokenRow? Row, OAuth2Refusal? Refusal) Find(Transaction transaction, OAuth2Request asked)
    {
        var (client, refusal) = ClientAuthentication.WithSecret(transaction.World, asked);
        if (refusal is not null)
        {
            return (null, null, refusal);
        }

        if (asked.Form("token") is not { } token)
        {
            return (null, null, OAuth2Refusal.InvalidRequest());
        }

        var hint = asked.Form("token_type_hint");
        if (!string.IsNullOrEmpty(hint) && hint is not (AccessHint or RefreshHint))
        {
            return (null, null, new OAuth2Refusal(401, "unsupported_token_type"));
        }

        var kept = KeptToken.Of(token);
        var tokens = transaction.World.OAuth2Tokens;
        var row = (hint == RefreshHint ? null : tokens.Find(OAuth2TokenRow.ByAccessToken, kept))
            ?? (hint == AccessHint ? null : tokens.Find(OAuth2TokenRow.ByRefreshToken, kept));
        return (client, row, null);
    }
}
