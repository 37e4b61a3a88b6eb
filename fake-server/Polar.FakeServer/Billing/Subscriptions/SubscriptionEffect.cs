using Polar.FakeServer.Execution;

namespace Polar.FakeServer.Billing.Subscriptions;

/// <summary>Something that follows from what was done to a subscription.</summary>
internal abstract record SubscriptionEffect
{
    /// <summary>An event about the subscription as it is now.</summary>
    internal sealed record Publish(string Name) : SubscriptionEffect;

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

    /// <summary>What a change costs is charged at once; without the money nothing of it happens.</summary>
    internal sealed record ChargeNow : SubscriptionEffect;
}
