using System.Collections.Immutable;
using Polar.FakeServer.Storage;

namespace Polar.FakeServer.OAuth2.Tokens;

/// <summary>A code that a client exchanges for tokens, once and soon.</summary>
internal sealed record AuthorizationCodeRow : IRow<AuthorizationCodeRow>
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(300);

    public static WorldKey<AuthorizationCodeRow, string> ByCode { get; } = Keys.Secret<AuthorizationCodeRow>(row => row.Code);

    /// <summary>A client's nonces, each of which may stand in one code at a time.</summary>
    public static WorldKey<AuthorizationCodeRow, string> ByNonce { get; } =
        Keys.Secret<AuthorizationCodeRow>(row => row.Nonce is { } nonce ? NonceKey(row.ClientId, nonce) : null);

    /// <inheritdoc/>
    public static TableDefinition<AuthorizationCodeRow> Table { get; } = new("oauth2_authorization_codes", ByCode, ByNonce);

    public required Guid Id { get; init; }

    Guid IRow.OrganizationId => Guid.Empty;

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>What is kept of the code.</summary>
    public required string Code { get; init; }

    public required string ClientId { get; init; }

    public required Guid UserId { get; init; }

    public required string Scope { get; init; }

    /// <summary>Where the code was sent, if the request said so; the exchange then has to say the same.</summary>
    public string? RedirectUri { get; init; }

    public string? Nonce { get; init; }

    public string? CodeChallenge { get; init; }

    public string? CodeChallengeMethod { get; init; }

    /// <summary>The organizations that tokens will be narrowed to; empty for all of the user's.</summary>
    public ImmutableArray<Guid> Organizations { get; init; } = [];

    public static string NonceKey(string clientId, string nonce) => $"{clientId} {nonce}";
}
