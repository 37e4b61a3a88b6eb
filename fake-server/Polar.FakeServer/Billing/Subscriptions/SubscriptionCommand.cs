using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Subscriptions;

/// <summary>Something that is asked of a subscription, by a merchant, a customer or the time.</summary>
internal abstract record SubscriptionCommand;

/// <summary>Puts the subscription on another product.</summary>
/// <param name="ProductId">The product.</param>
/// <param name="Behavior">How the difference is settled; null for the organization's way.</param>
/// <param name="Discount">The discount to come with it, an explicit null for none.</param>
/// <param name="IsCustomers">Whether the customer asks, who may choose among public products only.</param>
internal sealed record ChangeProduct(Guid ProductId, SubscriptionProrationBehavior? Behavior, Optional<Guid?> Discount, bool IsCustomers = false)
    : SubscriptionCommand;

/// <summary>Changes how many seats or units are paid for.</summary>
/// <param name="Quantity">Seats or units.</param>
/// <param name="Count">How many.</param>
/// <param name="Behavior">How the difference is settled; null for the organization's way.</param>
internal sealed record ChangeQuantity(Quantity Quantity, long Count, SubscriptionProrationBehavior? Behavior) : SubscriptionCommand;

/// <summary>Gives the subscription a discount, or takes its own away.</summary>
internal sealed record ChangeDiscount(Guid? DiscountId) : SubscriptionCommand;

/// <summary>Moves the end of a trial, or begins one.</summary>
internal sealed record ChangeTrialEnd(DateTimeOffset TrialEnd) : SubscriptionCommand;

/// <summary>Ends a trial at once.</summary>
internal sealed record EndTrial : SubscriptionCommand;

/// <summary>Replaces the merchant's own data.</summary>
internal sealed record ChangeMetadata(ValueMap<JsonScalar> Metadata) : SubscriptionCommand;

/// <summary>Moves the end of the period.</summary>
internal sealed record ChangePeriodEnd(DateTimeOffset PeriodEnd) : SubscriptionCommand;

/// <summary>Lets the subscription end with its period.</summary>
internal sealed record Cancel(CustomerCancellationReason? Reason, string? Comment) : SubscriptionCommand;

/// <summary>Takes a cancellation back.</summary>
internal sealed record Uncancel : SubscriptionCommand;

/// <summary>Ends the subscription at once.</summary>
internal sealed record Revoke(CustomerCancellationReason? Reason = null, string? Comment = null) : SubscriptionCommand;

/// <summary>Lets the subscription pause at the end of its period.</summary>
internal sealed record SchedulePause(DateTimeOffset? ResumesAt) : SubscriptionCommand;

/// <summary>Takes a pause back that has not begun.</summary>
internal sealed record UnschedulePause : SubscriptionCommand;

/// <summary>Ends a pause.</summary>
internal sealed record Resume : SubscriptionCommand;

/// <summary>Has a subscription that has ended go on.</summary>
internal sealed record Reinstate : SubscriptionCommand;

/// <summary>Drops the change that waits for the end of the period.</summary>
internal sealed record ClearPendingUpdate : SubscriptionCommand;

/// <summary>The period is over.</summary>
internal sealed record EndPeriod : SubscriptionCommand;

/// <summary>A meter period is over.</summary>
internal sealed record CycleMeters : SubscriptionCommand;

/// <summary>A payment failed.</summary>
internal sealed record MarkPastDue : SubscriptionCommand;

/// <summary>Whatever was due is paid.</summary>
internal sealed record MarkActive : SubscriptionCommand;

/// <summary>A payment failed again: whoever had some grace may have none any more.</summary>
internal sealed record CheckGrace : SubscriptionCommand;
