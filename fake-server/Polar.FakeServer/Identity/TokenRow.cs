using System.Collections.Immutable;
using Polar.FakeServer.Storage;

namespace Polar.FakeServer.Identity;

/// <summary>A token that the fake knows.</summary>
internal sealed record TokenRow : IRow<TokenRow>
{
    /// <summary>Every call looks its token up: by what is kept of it, which costs less than the id that is made of that.</summary>
    public static WorldKey<TokenRow, string> ByToken { get; } = Keys.Secret<TokenRow>(row => row.Token);

    /// <inheritdoc/>
    public static TableDefinition<TokenRow> Table { get; } = new("tokens", ByToken);

    public Guid Id => IdOf(Token);

    /// <inheritdoc/>
    Guid IRow.OrganizationId => OrganizationId ?? Guid.Empty;

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>What is kept of it (<see cref="KeptToken"/>).</summary>
    public required string Token { get; init; }

    public required SubjectKind Kind { get; init; }

    /// <summary>The organization that it acts for; for a user's token the one that it is narrowed to, if any.</summary>
    public Guid? OrganizationId { get; init; }

    /// <summary>The organizations that a user's token is narrowed to where there may be several; empty for all of the user's.</summary>
    public ImmutableArray<Guid> OrganizationIds { get; init; } = [];

    /// <summary>The OAuth2 client that it was issued to, if it was.</summary>
    public string? ClientId { get; init; }

    public Guid? CustomerId { get; init; }

    public Guid? MemberId { get; init; }

    public Guid? UserId { get; init; }

    public required IReadOnlySet<string> Scopes { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Where the portal leads back to from a customer's or a member's session; null where nobody said.</summary>
    public string? ReturnUrl { get; init; }

    /// <summary>An organization's token, with everything that it may hold.</summary>
    public static TokenRow OfOrganization(string token, Guid organization) => new()
    {
        Token = KeptToken.Of(token),
        Kind = SubjectKind.Organization,
        OrganizationId = organization,
        Scopes = TokenScopes.OfOrganizations,
    };

    /// <summary>A user's token, personal, OAuth2 or of a session as its prefix says, with everything that it may hold.</summary>
    public static TokenRow OfUser(string token, Guid user) => new()
    {
        Token = KeptToken.Of(token),
        Kind = SubjectKind.User,
        UserId = user,
        Scopes = TokenScopes.OfUsers,
    };

    /// <summary>The id of the row that stands for a token.</summary>
    /// <param name="token">What is kept of the token.</param>
    public static Guid IdOf(string token) => RowId.Of(token);
}
