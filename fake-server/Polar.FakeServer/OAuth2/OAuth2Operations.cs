using Polar.FakeServer.Execution;
using Polar.FakeServer.Generated;
using Polar.FakeServer.Http;
using Polar.FakeServer.OAuth2.Authorization;
using Polar.FakeServer.OAuth2.Protocol;
using Polar.FakeServer.OAuth2.Tokens;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.OAuth2;

/// <summary>The endpoints of OAuth2 and OpenID Connect.</summary>
internal sealed class OAuth2Operations : IOAuth2Operations
{
    /// <inheritdoc/>
    public Reply Authorize(Transaction transaction, BoundRequest request) =>
        AuthorizationEndpoint.Authorize(transaction, new OAuth2Request(request.Sent));

    /// <inheritdoc/>
    public Reply Token(Transaction transaction, BoundRequest request) => TokenEndpoint.Answer(transaction, new OAuth2Request(request.Sent));

    /// <inheritdoc/>
    public Reply Introspect(Transaction transaction, BoundRequest request) =>
        TokenInspection.Introspect(transaction, new OAuth2Request(request.Sent));

    /// <inheritdoc/>
    public Reply Revoke(Transaction transaction, BoundRequest request) => TokenInspection.Revoke(transaction, new OAuth2Request(request.Sent));

    /// <inheritdoc/>
    public Outcome<UserInfo> Userinfo(Transaction transaction) => UserInfoEndpoint.Of(transaction);
}
