using System.Text.Json.Nodes;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Subscriptions;

/// <summary>Why something cannot be done with a subscription.</summary>
internal static class SubscriptionFailures
{
    public static Failure AlreadyCanceled { get; } =
        new(403, "AlreadyCanceledSubscription", "This subscription is already canceled or will be at the end of the period.");

    public static Failure NotScheduledToCancel { get; } = new(400, "BadRequest", "Bad request");

    public static Failure CannotPause { get; } = new(409, "CannotPauseSubscription", "This subscription cannot be paused.");

    public static Failure NoScheduledPause { get; } = new(409, "NoScheduledPause", "This subscription is not scheduled to be paused.");

    public static Failure NotPaused { get; } = new(409, "NotPausedSubscription", "This subscription is not paused.");

    public static Failure CannotReinstate { get; } = new(400, "CannotReinstateSubscription", "This subscription cannot be reinstated.");

    public static Failure NoPendingUpdate { get; } =
        Failure.Invalid(RequestError.Value("This subscription has no pending update to clear.", null, "pending_update"));

    public static Failure Inactive(SubscriptionRow row) => new(403, "InactiveSubscription", $"Subscription {row.Id} is not active.");

    public static Failure SeatsAssigned(long wanted, long assigned) => new(
        400,
        "SeatsAlreadyAssigned",
        $"Cannot decrease seats to {wanted}. Currently {assigned} seats are assigned. Revoke seats first.");

    /// <summary>A way to settle a difference that does not go here.</summary>
    public static Failure Behavior(SubscriptionProrationBehavior behavior, string message) =>
        Failure.Invalid(RequestError.Value(message, JsonValue.Create(behavior.Value), "proration_behavior"));

    /// <summary>Periods that begin anew with a change are for some organizations only.</summary>
    public static Failure? ResetFault(SubscriptionContext context, SubscriptionRow row, SubscriptionProrationBehavior? behavior) =>
        behavior == SubscriptionProrationBehavior.Reset && !context.IsPreview && context.OrganizationOf(row).FeatureSettings?.ResetProrationBehaviorEnabled != true
            ? Behavior(behavior.Value, "The 'reset' proration behavior is not enabled for this organization.")
            : null;
}
