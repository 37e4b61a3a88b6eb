using Polar.FakeServer.Identity;
using Polar.FakeServer.Storage;

namespace Polar.FakeServer.Authentication;

/// <summary>A token that the fake knows.</summary>
internal sealed record TokenRow : IRow<TokenRow>
{
    /// <summary>Every call looks its token up: by its text, which costs less than the id that is made of it.</summary>
    public static WorldKey<TokenRow, string> ByToken { get; } = Keys.Secret<TokenRow>(row => row.Token);

    /// <inheritdoc/>
    public static TableDefinition<TokenRow> Table { get; } = new("tokens", ByToken);

    public Guid Id => IdOf(Token);

    /// <inheritdoc/>
    Guid IRow.OrganizationId => OrganizationId ?? Guid.Empty;

    public DateTimeOffset CreatedAt { get; init; }

    public required string Token { get; init; }

    public required SubjectKind Kind { get; init; }

    /// <summary>The organization that it acts for; for a user's token the one that it is narrowed to, if any.</summary>
    public Guid? OrganizationId { get; init; }

    public Guid? CustomerId { get; init; }

    public Guid? MemberId { get; init; }

    public Guid? UserId { get; init; }

    public required IReadOnlySet<string> Scopes { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The id of the row that holds a token.</summary>
    public static Guid IdOf(string token) => RowId.Of(token);
}
