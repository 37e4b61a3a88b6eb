namespace Polar.FakeServer;

/// <summary>A token that the fake knows.</summary>
internal sealed record TokenRow
{
    public required string Token { get; init; }

    public required SubjectKind Kind { get; init; }

    /// <summary>The organization that it acts for; for a user's token the one that it is narrowed to, if any.</summary>
    public Guid? OrganizationId { get; init; }

    public Guid? CustomerId { get; init; }

    public Guid? MemberId { get; init; }

    public Guid? UserId { get; init; }

    public required IReadOnlySet<string> Scopes { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }
}
