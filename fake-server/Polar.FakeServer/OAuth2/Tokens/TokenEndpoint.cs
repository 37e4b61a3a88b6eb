using Polar.FakeServer.Authentication;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Http;
using Polar.FakeServer.Identity;
using Polar.FakeServer.OAuth2.Clients;
using Polar.FakeServer.OAuth2.Protocol;
using Polar.FakeServer.Organizations;

namespace Polar.FakeServer.OAuth2.Tokens;

/// <summary>Exchanges what a client has for tokens (RFC 6749).</summary>
internal static class TokenEndpoint
{
    private const string CodeGrant = "authorization_code";
    private const string RefreshGrant = "refresh_token";
    private const string WebGrant = "web";

    public static Reply Answer(Transaction transaction, OAuth2Request asked) => asked.Payload("grant_type") switch
    {
        CodeGrant => ForClient(transaction, asked, CodeGrant, Exchange),
        RefreshGrant => ForClient(transaction, asked, RefreshGrant, Refresh),
        WebGrant => ForClient(transaction, asked, WebGrant, (step, request, client, _) => OfSession(step, request, client)),
        _ => new OAuth2Refusal(400, "unsupported_grant_type").ToReply(),
    };

    private static Reply ForClient(
        Transaction transaction, OAuth2Request asked, string grant, Func<Transaction, OAuth2Request, ClientRow, string, Reply> answer)
    {
        var (client, method, refusal) = ClientAuthentication.ForToken(transaction.World, asked, allowsPublic: grant != WebGrant);
        return refusal is not null ? refusal.ToReply()
            : !client!.Metadata.GrantTypes.Contains(grant) ? OAuth2Refusal.UnauthorizedGrant(grant).ToReply()
            : answer(transaction, asked, client, method!);
    }

    private static Reply Exchange(Transaction transaction, OAuth2Request asked, ClientRow client, string method)
    {
        if (asked.Form("code") is not { } sent)
        {
            return OAuth2Refusal.InvalidRequest("Missing 'code' in request.").ToReply();
        }

        var code = transaction.World.AuthorizationCodes.Find(AuthorizationCodeRow.ByCode, KeptToken.Of(sent));
        if (code is null || code.ClientId != client.ClientId || code.CreatedAt + AuthorizationCodeRow.Lifetime <= transaction.Now)
        {
            return OAuth2Refusal.InvalidGrant("Invalid 'code' in request.").ToReply();
        }

        if (!string.IsNullOrEmpty(code.RedirectUri) && asked.Payload("redirect_uri") != code.RedirectUri)
        {
            return OAuth2Refusal.InvalidGrant("Invalid 'redirect_uri' in request.").ToReply();
        }

        var isPublic = method == ClientMetadata.NoSecret;
        if (CodeVerifier.Fault(asked.Form("code_verifier"), code, isPublic) is { } fault)
        {
            return fault.ToReply();
        }

        var subject = TokenSubject.OfUser(code.UserId, code.Organizations);
        var isRefreshable = client.Metadata.GrantTypes.Contains(RefreshGrant);
        var issued = new TokenGrant(client, subject, code.Scope, TokenGrant.LongLifetime, isRefreshable).Issue(transaction);
        transaction.Remove(code);
        var idToken = ScopeText.Has(issued.Row.Scope, ScopeText.OpenId) ? IdToken.Make(transaction, code, issued) : null;
        return OAuth2Reply.Json(200, issued.ToJson(idToken));
    }

    /// <summary>Both tokens are replaced: the old ones are good for nothing from then on, and using them again does not touch the new ones.</summary>
    private static Reply Refresh(Transaction transaction, OAuth2Request asked, ClientRow client, string method)
    {
        if (asked.Form("refresh_token") is not { } sent)
        {
            return OAuth2Refusal.InvalidRequest("Missing 'refresh_token' in request.").ToReply();
        }

        var old = transaction.World.OAuth2Tokens.Find(OAuth2TokenRow.ByRefreshToken, KeptToken.Of(sent));
        if (old is null or { IsRevoked: true } || old.ClientId != client.ClientId)
        {
            return OAuth2Refusal.InvalidGrant().ToReply();
        }

        var scope = asked.Payload("scope");
        if (!string.IsNullOrEmpty(scope) && (old.Scope.Length == 0 || !ScopeText.IsWithin(scope, old.Scope)))
        {
            return OAuth2Refusal.InvalidScope.ToReply();
        }

        var granted = string.IsNullOrEmpty(scope) ? old.Scope : scope;
        var issued = new TokenGrant(client, Migrated(transaction.World, old.Subject), granted, TokenGrant.ShortLifetime, IsRefreshable: true).Issue(transaction);
        TokenGrant.Revoke(transaction, old);
        return OAuth2Reply.Json(200, issued.ToJson(idToken: null));
    }

    /// <summary>Polar issues tokens of users alone now: an organization's becomes its only member's, where it has only one.</summary>
    private static TokenSubject Migrated(World world, TokenSubject subject) =>
        subject.IsOrganization && world.Users.All.Where(user => user.Roles.ContainsKey(subject.Id)).Take(2).ToArray() is [var only]
            ? TokenSubject.OfUser(only.Id, subject.Id)
            : subject;

    /// <summary>A person's session in a browser, exchanged for an access token by Polar's own apps.</summary>
    private static Reply OfSession(Transaction transaction, OAuth2Request asked, ClientRow client)
    {
        if (asked.Payload("session_token") is not { } session)
        {
            return OAuth2Refusal.InvalidRequest("Missing 'session_token' in request.").ToReply();
        }

        var (isOrganization, sub, scope) = (asked.Payload("sub_type") == "organization", asked.Payload("sub"), asked.Payload("scope"));
        var fault = !SubTypes.IsKnown(asked.Payload("sub_type")) ? "Invalid sub_type"
            : isOrganization && sub is null ? "Missing 'sub' for organization sub_type"
            : !isOrganization && sub is not null ? "Can't specify 'sub' for user sub_type"
            : null;
        if (fault is not null)
        {
            return OAuth2Refusal.InvalidRequest(fault).ToReply();
        }

        if (!string.IsNullOrEmpty(scope) && !ScopeText.IsKnown(scope))
        {
            return OAuth2Refusal.InvalidScope.ToReply();
        }

        var caller = Authenticator.IdentifySession(transaction.World, transaction.Now, session);
        if (caller.User is not { } user)
        {
            return OAuth2Refusal.InvalidGrant().ToReply();
        }

        var only = Guid.Empty;
        if (isOrganization && !Guid.TryParse(sub, out only))
        {
            return OAuth2Refusal.InvalidRequest("Invalid 'sub' UUID").ToReply();
        }

        if (isOrganization && !caller.Memberships.Any(membership => membership.Organization == only))
        {
            return OAuth2Refusal.InvalidGrant().ToReply();
        }

        var subject = isOrganization ? TokenSubject.OfUser(user, only)
            : caller.IsNarrowed ? TokenSubject.OfUser(user, [.. caller.Memberships.Select(membership => membership.Organization)])
            : TokenSubject.OfUser(user);
        var granted = string.IsNullOrEmpty(scope) ? client.Metadata.Scope : scope;
        return OAuth2Reply.Json(
            200, new TokenGrant(client, subject, granted, TokenGrant.ShortLifetime, IsRefreshable: false).Issue(transaction).ToJson(idToken: null));
    }
}
