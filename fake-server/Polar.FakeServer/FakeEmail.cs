namespace Polar.FakeServer;

/// <summary>An e-mail that the real service would have sent.</summary>
public sealed record FakeEmail
{
    /// <summary>When it would have been sent, in the fake's time.</summary>
    public required DateTimeOffset SentAt { get; init; }

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

    /// <summary>Everything but the token, which belongs in no log.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => $"{Kind} to {To} at {SentAt:O}: {Subject}";
}
