using System.Collections.Immutable;
using Polar.FakeServer.Billing.Metering;
using Polar.FakeServer.Billing.Proration;
using Polar.FakeServer.Entitlements.Grants;
using Polar.FakeServer.Storage;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Subscriptions;

/// <summary>What a customer pays for again and again.</summary>
internal sealed record SubscriptionRow : ICustomerOwned, IRow<SubscriptionRow>
{
    public static OrganizationKey<SubscriptionRow, Guid> ByProduct { get; } = Keys.One<SubscriptionRow, Guid>(row => row.ProductId);

    public static OrganizationKey<SubscriptionRow, Guid> ByCheckout { get; } = Keys.One<SubscriptionRow, Guid>(row => row.CheckoutId);

    /// <inheritdoc/>
    public static TableDefinition<SubscriptionRow> Table { get; } = new("subscriptions", ByProduct, ByCheckout);

    public required Guid Id { get; init; }

    public required Guid OrganizationId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ModifiedAt { get; init; }

    public required Guid CustomerId { get; init; }

    /// <inheritdoc/>
    public Guid? OwnerId => CustomerId;

    public required Guid ProductId { get; init; }

    /// <summary>The scope of the benefits that it gives.</summary>
    public GrantScope Scope => new(CustomerId, ProductId, Id, null);

    public Guid? CheckoutId { get; init; }

    /// <summary>The prices as they were when the subscription began; later changes of the product do not reach it.</summary>
    public required ImmutableList<ProductPrice> Prices { get; init; }

    /// <summary>What the prices come to together, without the discount.</summary>
    public required long Amount { get; init; }

    /// <summary>What the buyer chose to pay, where the price leaves it open.</summary>
    public long? ChosenAmount { get; init; }

    public Guid? DiscountId { get; init; }

    /// <summary>The beginning of the first period that the discount paid for; null while there was none.</summary>
    public DateTimeOffset? DiscountAppliedAt { get; init; }

    /// <summary>Whether the prices include the tax, as the purchase settled it.</summary>
    public TaxBehavior? TaxBehavior { get; init; }

    /// <summary>The payment method that pays for it; null where the customer's default one does.</summary>
    public Guid? PaymentMethodId { get; init; }

    /// <summary>What a period costs without the tax that its price includes, as the latest order settled it.</summary>
    public long NetAmount { get; init; }

    /// <summary>What the next order will bill or give back.</summary>
    public ImmutableList<BillingEntry> Entries { get; init; } = [];

    /// <summary>What was used, by the meters of its prices, oldest first.</summary>
    public ImmutableList<SubscriptionMeterState> Meters { get; init; } = [];

    /// <summary>The change that happens at the end of the period.</summary>
    public PendingUpdate? Pending { get; init; }

    public required string Currency { get; init; }

    public required RecurringInterval Interval { get; init; }

    public required long IntervalCount { get; init; }

    public required SubscriptionStatus Status { get; init; }

    public required DateTimeOffset PeriodStart { get; init; }

    public required DateTimeOffset PeriodEnd { get; init; }

    /// <summary>The day of the month on which periods end, where the month has it.</summary>
    public required int AnchorDay { get; init; }

    /// <summary>How long the periods are by which usage is billed, where they are not those of the subscription.</summary>
    public RecurringInterval? MeterInterval { get; init; }

    public long? MeterIntervalCount { get; init; }

    public DateTimeOffset? MeterPeriodStart { get; init; }

    public DateTimeOffset? MeterPeriodEnd { get; init; }

    public DateTimeOffset? TrialStart { get; init; }

    public DateTimeOffset? TrialEnd { get; init; }

    public bool CancelAtPeriodEnd { get; init; }

    public DateTimeOffset? CanceledAt { get; init; }

    public DateTimeOffset? EndsAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>When it ended, or will end; null where no end is in sight.</summary>
    public DateTimeOffset? End => EndedAt ?? EndsAt;

    public DateTimeOffset? PastDueAt { get; init; }

    public bool PauseAtPeriodEnd { get; init; }

    public DateTimeOffset? PausedAt { get; init; }

    /// <summary>When a pause ends by itself; null where somebody has to end it.</summary>
    public DateTimeOffset? ResumesAt { get; init; }

    public long? Seats { get; init; }

    public long? Units { get; init; }

    public CustomerCancellationReason? CancellationReason { get; init; }

    public string? CancellationComment { get; init; }

    public required ValueMap<JsonScalar> Metadata { get; init; }

    public required ValueMap<JsonScalar> CustomFieldData { get; init; }

    public bool IsTrialing => Status == SubscriptionStatus.Trialing;

    public bool IsPaused => Status == SubscriptionStatus.Paused;

    public bool IsPastDue => Status == SubscriptionStatus.PastDue;

    /// <summary>The customer has what the subscription gives.</summary>
    public bool IsActive => Status == SubscriptionStatus.Active || Status == SubscriptionStatus.Trialing;

    /// <summary>It is over.</summary>
    public bool IsRevoked => Status == SubscriptionStatus.Canceled || Status == SubscriptionStatus.Unpaid;

    /// <summary>It renews, or is being dunned for.</summary>
    public bool IsBillable => IsActive || Status == SubscriptionStatus.PastDue;
}
