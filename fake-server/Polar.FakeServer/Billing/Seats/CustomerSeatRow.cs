using Polar.FakeServer.Entitlements.Grants;
using Polar.FakeServer.Storage;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Seats;

/// <summary>A seat that somebody has, or had, of what a customer bought seats of.</summary>
internal sealed record CustomerSeatRow : ICustomerOwned, IRow<CustomerSeatRow>
{
    /// <summary>The subscription or the order whose seats they are.</summary>
    public static OrganizationKey<CustomerSeatRow, Guid> ByContainer { get; } = Keys.One<CustomerSeatRow, Guid>(row => row.ContainerId);

    /// <inheritdoc/>
    public static TableDefinition<CustomerSeatRow> Table { get; } = new("customer_seats", ByContainer);

    public required Guid Id { get; init; }

    public required Guid OrganizationId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ModifiedAt { get; init; }

    public Guid? SubscriptionId { get; init; }

    public Guid? OrderId { get; init; }

    public required Guid ProductId { get; init; }

    public required SeatStatus Status { get; init; }

    /// <summary>Who pays for it; null once it is revoked.</summary>
    public Guid? CustomerId { get; init; }

    /// <inheritdoc/>
    public Guid? OwnerId => CustomerId;

    public Guid? MemberId { get; init; }

    /// <summary>The member's address when the seat was given; null where the organization does without members.</summary>
    public string? Email { get; init; }

    public DateTimeOffset? ClaimedAt { get; init; }

    public DateTimeOffset? RevokedAt { get; init; }

    public Guid ContainerId => SubscriptionId ?? OrderId!.Value;

    public bool IsRevoked => Status == SeatStatus.Revoked;

    public bool IsClaimed => Status == SeatStatus.Claimed;

    /// <summary>The scope of the benefits that the seat gives.</summary>
    public GrantScope Scope => new(CustomerId!.Value, ProductId, SubscriptionId, OrderId, MemberId);
}
