using System.Text.Json.Nodes;
using Polar.FakeServer.Authentication;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Identity;
using Polar.FakeServer.OAuth2.Clients;
using Polar.FakeServer.OAuth2.Protocol;

namespace Polar.FakeServer.OAuth2.Tokens;

/// <summary>What a client is to get.</summary>
/// <param name="Client">The client.</param>
/// <param name="Subject">Whom its tokens stand for.</param>
/// <param name="Scope">What they are good for, as far as the client may ask for it.</param>
/// <param name="Lifetime">How long the access token is good for.</param>
/// <param name="IsRefreshable">Whether there is a refresh token.</param>
internal sealed record TokenGrant(ClientRow Client, TokenSubject Subject, string Scope, TimeSpan Lifetime, bool IsRefreshable)
{
    /// <summary>From a code, for ten days.</summary>
    public static readonly TimeSpan LongLifetime = TimeSpan.FromSeconds(864_000);

    /// <summary>From anything else, for an hour.</summary>
    public static readonly TimeSpan ShortLifetime = TimeSpan.FromSeconds(3600);

    /// <summary>Issues the tokens; what is kept of them is not enough to use them.</summary>
    public IssuedTokens Issue(Transaction transaction)
    {
        var kind = Subject.IsOrganization ? "o" : "u";
        var access = transaction.Random.Token($"polar_at_{kind}_");
        var refresh = IsRefreshable ? transaction.Random.Token($"polar_rt_{kind}_") : null;
        var scope = ScopeText.Common(Scope, Client.Metadata.Scope);
        var row = transaction.Save(new OAuth2TokenRow
        {
            Id = transaction.NewId(),
            CreatedAt = transaction.Now,
            AccessToken = KeptToken.Of(access),
            RefreshToken = refresh is null ? null : KeptToken.Of(refresh),
            ClientId = Client.ClientId,
            Subject = Subject,
            Scope = scope,
            Lifetime = Lifetime,
        });
        transaction.Save(new TokenRow
        {
            Token = row.AccessToken,
            Kind = Subject.IsOrganization ? SubjectKind.Organization : SubjectKind.User,
            OrganizationId = Subject.IsOrganization ? Subject.Id : null,
            UserId = Subject.IsOrganization ? null : Subject.Id,
            OrganizationIds = Subject.Organizations,
            ClientId = Client.ClientId,
            Scopes = ScopeText.ToSet(scope),
            ExpiresAt = row.ExpiresAt,
        });
        return new IssuedTokens(row, access, refresh);
    }

    /// <summary>Takes both tokens away, for good.</summary>
    public static void Revoke(Transaction transaction, OAuth2TokenRow row)
    {
        transaction.Save(row with { IsRevoked = true });
        if (transaction.World.Tokens.Find(TokenRow.IdOf(row.AccessToken)) is { } token)
        {
            transaction.Remove(token);
        }
    }
}

/// <summary>Tokens as their holder gets them, once.</summary>
internal sealed record IssuedTokens(OAuth2TokenRow Row, string AccessToken, string? RefreshToken)
{
    /// <summary>The tokens without their secrets.</summary>
    public override string ToString() => $"{nameof(IssuedTokens)} {{ ClientId = {Row.ClientId}, Scope = {Row.Scope} }}";

    public JsonObject ToJson(string? idToken)
    {
        var answer = new JsonObject
        {
            ["token_type"] = "Bearer",
            ["access_token"] = AccessToken,
            ["expires_in"] = (long)Row.Lifetime.TotalSeconds,
        };
        if (RefreshToken is not null)
        {
            answer["refresh_token"] = RefreshToken;
        }

        if (Row.Scope.Length > 0)
        {
            answer["scope"] = Row.Scope;
        }

        if (idToken is not null)
        {
            answer["id_token"] = idToken;
        }

        return answer;
    }
}
