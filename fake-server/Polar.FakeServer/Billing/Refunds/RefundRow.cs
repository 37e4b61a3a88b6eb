using Polar.FakeServer.Storage;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Refunds;

/// <summary>Money that went back to a customer.</summary>
internal sealed record RefundRow : ICustomerOwned, IRow<RefundRow>
{
    public static OrganizationKey<RefundRow, Guid> ByOrder { get; } = Keys.One<RefundRow, Guid>(row => row.OrderId);

    public static OrganizationKey<RefundRow, Guid> BySubscription { get; } = Keys.One<RefundRow, Guid>(row => row.SubscriptionId);

    /// <inheritdoc/>
    public static TableDefinition<RefundRow> Table { get; } = new("refunds", ByOrder, BySubscription);

    public required Guid Id { get; init; }

    public required Guid OrganizationId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ModifiedAt { get; init; }

    public required RefundStatus Status { get; init; }

    public required RefundReason Reason { get; init; }

    /// <summary>How much, without the tax.</summary>
    public required long Amount { get; init; }

    public required long Tax { get; init; }

    public required string Currency { get; init; }

    public required Guid OrderId { get; init; }

    public required Guid PaymentId { get; init; }

    public Guid? SubscriptionId { get; init; }

    public required Guid CustomerId { get; init; }

    /// <inheritdoc/>
    public Guid? OwnerId => CustomerId;

    public bool RevokesBenefits { get; init; }

    /// <summary>The dispute that the refund prevented.</summary>
    public Guid? DisputeId { get; init; }

    /// <summary>The merchant's own remark, which nobody is shown.</summary>
    public string? Comment { get; init; }

    public required ValueMap<JsonScalar> Metadata { get; init; }

    public long Total => Amount + Tax;
}
