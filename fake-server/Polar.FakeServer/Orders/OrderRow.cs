using System.Collections.Immutable;
using Polar.Functional.Contracts;

namespace Polar.FakeServer;

/// <summary>What a customer is charged for.</summary>
internal sealed record OrderRow : ICustomerOwned
{
    public static OrganizationKey<OrderRow, Guid> ByProduct { get; } = Keys.One<OrderRow, Guid>(row => row.ProductId);

    public static OrganizationKey<OrderRow, Guid> BySubscription { get; } = Keys.One<OrderRow, Guid>(row => row.SubscriptionId);

    public required Guid Id { get; init; }

    public required Guid OrganizationId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ModifiedAt { get; init; }

    public required OrderStatus Status { get; init; }

    public required long Subtotal { get; init; }

    public long Discount { get; init; }

    public required long Net { get; init; }

    public required long Tax { get; init; }

    public required string Currency { get; init; }

    public required OrderBillingReason BillingReason { get; init; }

    public required string? BillingName { get; init; }

    public required Address? BillingAddress { get; init; }

    public required string InvoiceNumber { get; init; }

    public bool IsInvoiceGenerated { get; init; }

    public string? ReceiptNumber { get; init; }

    public long? Seats { get; init; }

    public required Guid CustomerId { get; init; }

    /// <inheritdoc/>
    public Guid? OwnerId => CustomerId;

    public required Guid? ProductId { get; init; }

    public Guid? SubscriptionId { get; init; }

    public Guid? CheckoutId { get; init; }

    public required ImmutableList<OrderItemSchema> Items { get; init; }

    public required ValueMap<JsonScalar> Metadata { get; init; }

    public required ValueMap<JsonScalar> CustomFieldData { get; init; }

    public long PlatformFee { get; init; }

    public string? PlatformFeeCurrency { get; init; }

    public long Total => Net + Tax;

    public bool IsPaid => Status == OrderStatus.Paid || Status == OrderStatus.Refunded || Status == OrderStatus.PartiallyRefunded;
}
