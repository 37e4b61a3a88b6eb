namespace Polar.FakeServer.Mail;

/// <summary>An e-mail that is about to be sent.</summary>
internal sealed record EmailDraft
{
    /// <summary>The organization in whose name it is sent.</summary>
    public required Guid OrganizationId { get; init; }

    /// <summary>Whom it goes to.</summary>
    public required string To { get; init; }

    /// <summary>What it is about: <c>seat_invitation</c>, <c>customer_session_code</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Its subject.</summary>
    public required string Subject { get; init; }

    /// <summary>The secret in it that its reader acts with: a code, an invitation's token; null where it has none.</summary>
    public string? Token { get; init; }

    /// <summary>Where its link leads; null where it has none.</summary>
    public string? Link { get; init; }

    /// <summary>The e-mail as it is shown and sent.</summary>
    /// <param name="at">When that is.</param>
    public FakeEmail ToEmail(DateTimeOffset at) => new()
    {
        SentAt = at,
        OrganizationId = OrganizationId,
        To = To,
        Kind = Kind,
        Subject = Subject,
        Token = Token,
        Link = Link,
    };
}
