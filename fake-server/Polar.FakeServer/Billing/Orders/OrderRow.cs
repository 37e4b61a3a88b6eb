using System.Collections.Immutable;
using Polar.FakeServer.Entitlements.Grants;
using Polar.FakeServer.Simulation;
using Polar.FakeServer.Storage;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Orders;

/// <summary>What a customer is charged for.</summary>
internal sealed record OrderRow : ICustomerOwned, IRow<OrderRow>
{
    public static OrganizationKey<OrderRow, Guid> ByProduct { get; } = Keys.One<OrderRow, Guid>(row => row.ProductId);

    public static OrganizationKey<OrderRow, Guid> BySubscription { get; } = Keys.One<OrderRow, Guid>(row => row.SubscriptionId);

    public static OrganizationKey<OrderRow, Guid> ByCheckout { get; } = Keys.One<OrderRow, Guid>(row => row.CheckoutId);

    /// <inheritdoc/>
    public static TableDefinition<OrderRow> Table { get; } = new("orders", ByProduct, BySubscription, ByCheckout);

    public required Guid Id { get; init; }

    public required Guid OrganizationId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ModifiedAt { get; init; }

    public required OrderStatus Status { get; init; }

    public required long Subtotal { get; init; }

    public long Discount { get; init; }

    public required long Net { get; init; }

    public required long Tax { get; init; }

    /// <summary>Below zero where the customer's credit pays for it, above where it collects the customer's debt.</summary>
    public long AppliedBalance { get; init; }

    /// <summary>What has gone back to the customer, without the tax.</summary>
    public long Refunded { get; init; }

    public long RefundedTax { get; init; }

    public required string Currency { get; init; }

    public required OrderBillingReason BillingReason { get; init; }

    /// <summary>The first bill behind a trial; Polar tells it apart in its letters only.</summary>
    public bool IsAfterTrial { get; init; }

    /// <summary>The last bill of a subscription that has ended; to outsiders it is one of a period like any other.</summary>
    public bool IsFinal { get; init; }

    public string? BillingName { get; init; }

    public Address? BillingAddress { get; init; }

    /// <summary>Null for a draft.</summary>
    public string? InvoiceNumber { get; init; }

    /// <summary>What the invoice says of the buyer; null while there is none.</summary>
    public string? InvoicedDetails { get; init; }

    public bool IsInvoiceGenerated => InvoicedDetails is not null;

    public string? ReceiptNumber { get; init; }

    /// <summary>Whether the receipt has been made ready.</summary>
    public bool IsReceiptRendered { get; init; }

    public long? Seats { get; init; }

    public long? Units { get; init; }

    public Guid? DiscountId { get; init; }

    public DateTimeOffset? NextPaymentAttemptAt { get; init; }

    /// <summary>When a payment began that is still under way, and keeps others away; null while none is.</summary>
    public DateTimeOffset? PaymentStartedAt { get; init; }

    public required Guid CustomerId { get; init; }

    /// <inheritdoc/>
    public Guid? OwnerId => CustomerId;

    public required Guid? ProductId { get; init; }

    /// <summary>The scope of the benefits that it gives where it was not a subscription's.</summary>
    public GrantScope Scope => new(CustomerId, ProductId!.Value, null, Id);

    public Guid? SubscriptionId { get; init; }

    public Guid? CheckoutId { get; init; }

    public required ImmutableList<OrderItemSchema> Items { get; init; }

    public required ValueMap<JsonScalar> Metadata { get; init; }

    public required ValueMap<JsonScalar> CustomFieldData { get; init; }

    public long PlatformFee { get; init; }

    public string? PlatformFeeCurrency { get; init; }

    /// <summary>Whether the service lets nothing of it go back, whatever the merchant asks.</summary>
    public bool AreRefundsBlocked { get; init; }

    public long Total => Net + Tax;

    /// <summary>What can still go back, without the tax.</summary>
    public long Refundable => Math.Max(0, Net + AppliedBalance - Refunded);

    public long RefundableTax => Math.Max(0, Tax - RefundedTax);

    /// <summary>What is to be paid; it stays so once it is paid.</summary>
    public long Due => Math.Max(0, Total + AppliedBalance);

    public bool IsPaid => Status == OrderStatus.Paid || Status == OrderStatus.Refunded || Status == OrderStatus.PartiallyRefunded;
}
