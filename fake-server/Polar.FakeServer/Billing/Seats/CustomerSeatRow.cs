using Polar.FakeServer.Storage;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Seats;

/// <summary>A seat that somebody has, is invited to, or had, of what a customer bought seats of.</summary>
internal sealed record CustomerSeatRow : ICustomerOwned, IRow<CustomerSeatRow>
{
    /// <summary>The subscription or the order whose seats they are.</summary>
    public static OrganizationKey<CustomerSeatRow, Guid> ByContainer { get; } = Keys.One<CustomerSeatRow, Guid>(row => row.ContainerId);

    /// <summary>The same, of seats that somebody has or is invited to.</summary>
    public static OrganizationKey<CustomerSeatRow, Guid> ByContainerInUse { get; } =
        Keys.One<CustomerSeatRow, Guid>(row => row.IsRevoked ? null : row.ContainerId);

    /// <summary>The same, of seats that nobody has any more.</summary>
    public static OrganizationKey<CustomerSeatRow, Guid> ByContainerRevoked { get; } =
        Keys.One<CustomerSeatRow, Guid>(row => row.IsRevoked ? row.ContainerId : null);

    /// <summary>The member who has it.</summary>
    public static OrganizationKey<CustomerSeatRow, Guid> ByMember { get; } = Keys.One<CustomerSeatRow, Guid>(row => row.MemberId);

    /// <summary>What the invitation says to claim it with.</summary>
    public static WorldKey<CustomerSeatRow, string> ByToken { get; } = Keys.Secret<CustomerSeatRow>(row => row.InvitationToken);

    /// <inheritdoc/>
    public static TableDefinition<CustomerSeatRow> Table { get; } =
        new("customer_seats", ByContainer, ByContainerInUse, ByContainerRevoked, ByMember, ByToken);

    public required Guid Id { get; init; }

    public required Guid OrganizationId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ModifiedAt { get; init; }

    public Guid? SubscriptionId { get; init; }

    public Guid? OrderId { get; init; }

    public required SeatStatus Status { get; init; }

    /// <summary>Who pays for it, or, where the organization does without the member model, who has it; null once it is revoked.</summary>
    public Guid? CustomerId { get; init; }

    /// <inheritdoc/>
    public Guid? OwnerId => CustomerId;

    public Guid? MemberId { get; init; }

    /// <summary>The address of who has it; it follows the member's.</summary>
    public string? Email { get; init; }

    /// <summary>What the invitation says to claim it with; gone once it is claimed or revoked.</summary>
    public string? InvitationToken { get; init; }

    /// <summary>The last moment of the invitation; it stays when the seat is claimed.</summary>
    public DateTimeOffset? InvitationExpiresAt { get; init; }

    public DateTimeOffset? ClaimedAt { get; init; }

    public DateTimeOffset? RevokedAt { get; init; }

    public ValueMap<RawJson> Metadata { get; init; } = ValueMap<RawJson>.Empty;

    public Guid ContainerId => SubscriptionId ?? OrderId!.Value;

    public bool IsPending => Status == SeatStatus.Pending;

    public bool IsRevoked => Status == SeatStatus.Revoked;

    public bool IsClaimed => Status == SeatStatus.Claimed;
}
