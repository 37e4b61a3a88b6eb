using System.Collections.Immutable;
using Polar.FakeServer.Storage;

namespace Polar.FakeServer.OAuth2.Tokens;

/// <summary>An access token and its refresh token, which live and die together.</summary>
internal sealed record OAuth2TokenRow : IRow<OAuth2TokenRow>
{
    public static WorldKey<OAuth2TokenRow, string> ByAccessToken { get; } = Keys.Secret<OAuth2TokenRow>(row => row.AccessToken);

    public static WorldKey<OAuth2TokenRow, string> ByRefreshToken { get; } = Keys.Secret<OAuth2TokenRow>(row => row.RefreshToken);

    /// <inheritdoc/>
    public static TableDefinition<OAuth2TokenRow> Table { get; } = new("oauth2_tokens", ByAccessToken, ByRefreshToken);

    public required Guid Id { get; init; }

    Guid IRow.OrganizationId => Guid.Empty;

    /// <summary>When the two were issued.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>What is kept of the access token.</summary>
    public required string AccessToken { get; init; }

    /// <summary>What is kept of the refresh token, if there is one.</summary>
    public string? RefreshToken { get; init; }

    public required string ClientId { get; init; }

    /// <summary>Whom they stand for.</summary>
    public required TokenSubject Subject { get; init; }

    public required string Scope { get; init; }

    /// <summary>How long the access token is good for.</summary>
    public required TimeSpan Lifetime { get; init; }

    /// <summary>Whether either of them was revoked, by itself or by a refresh.</summary>
    public bool IsRevoked { get; init; }

    public DateTimeOffset ExpiresAt => CreatedAt + Lifetime;
}

/// <summary>Whom tokens stand for: a user, narrowed to organizations or not; or, as Polar issued them once, an organization.</summary>
/// <param name="Id">The user, or the organization.</param>
/// <param name="IsOrganization">Whether it is an organization.</param>
/// <param name="Organizations">What a user's tokens are narrowed to; empty for all of the user's organizations.</param>
internal sealed record TokenSubject(Guid Id, bool IsOrganization, ImmutableArray<Guid> Organizations)
{
    public static TokenSubject OfUser(Guid user, params ImmutableArray<Guid> organizations) => new(user, false, organizations);

    public static TokenSubject OfOrganization(Guid organization) => new(organization, true, []);
}
