using Polar.Functional.Contracts;

namespace Polar.FakeServer;

/// <summary>A seat with what its invitation says, which no API call shows.</summary>
public sealed record FakeSeat
{
    /// <summary>The seat's id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Whether it is claimed, still to be claimed, or revoked.</summary>
    public required SeatStatus Status { get; init; }

    /// <summary>The address of who has it; null once it is revoked.</summary>
    public string? Email { get; init; }

    /// <summary>What it is claimed with, at <c>POST /v1/customer-seats/claim</c>; null where nobody is invited any more.</summary>
    public string? InvitationToken { get; init; }

    /// <summary>The last moment of the invitation, in the fake's time; null where there was none.</summary>
    public DateTimeOffset? InvitationExpiresAt { get; init; }

    /// <summary>Where the invitation's link leads; null where nobody is invited any more.</summary>
    public string? InvitationLink { get; init; }

    /// <summary>Everything but the invitation, which belongs in no log.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => $"{Id}: {Status.Value}, {Email}";
}
