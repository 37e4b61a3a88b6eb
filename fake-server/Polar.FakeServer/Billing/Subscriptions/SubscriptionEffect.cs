using Polar.FakeServer.Execution;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Subscriptions;

/// <summary>Something that follows from what was done to a subscription.</summary>
internal abstract record SubscriptionEffect
{
    /// <summary>An event about the subscription as it is now.</summary>
    internal sealed record Publish(string Name) : SubscriptionEffect;

    /// <summary>Something that is noted in the customer's history, and that nobody else is told of.</summary>
    internal sealed record Note(string Name, params IReadOnlyList<(string Name, JsonScalar Value)> Details) : SubscriptionEffect;

    /// <summary>Work behind this step, or at a later time.</summary>
    internal sealed record Schedule(IJob Job, DateTimeOffset? Due = null) : SubscriptionEffect;

    /// <summary>What the product gives is given.</summary>
    internal sealed record GrantBenefits : SubscriptionEffect;

    /// <summary>What the product gave is taken back.</summary>
    internal sealed record RevokeBenefits : SubscriptionEffect;

    /// <summary>All seats are taken back.</summary>
    internal sealed record RevokeSeats : SubscriptionEffect;

    /// <summary>Whoever has claimed a seat gets what the product gives now.</summary>
    internal sealed record SyncSeats : SubscriptionEffect;

    /// <summary>The customer becomes a team and sits on its first seat.</summary>
    internal sealed record ClaimFirstSeat : SubscriptionEffect;

    /// <summary>A discount has been used once more.</summary>
    internal sealed record RedeemDiscount(Guid DiscountId) : SubscriptionEffect;

    /// <summary>What was used under the prices that the subscription has, or had, gets an order of its own.</summary>
    /// <param name="As">The subscription as it is billed.</param>
    internal sealed record SettleUsage(SubscriptionRow As) : SubscriptionEffect;

    /// <summary>The meters count from nothing.</summary>
    /// <param name="At">When the period was over; null where it is over now.</param>
    internal sealed record ResetMeters(DateTimeOffset? At) : SubscriptionEffect;

    /// <summary>What a change costs is charged at once; without the money nothing of it happens.</summary>
    internal sealed record ChargeNow : SubscriptionEffect;
}
