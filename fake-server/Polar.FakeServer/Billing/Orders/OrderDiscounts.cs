using Polar.FakeServer.Billing.Subscriptions;
using Polar.FakeServer.Catalog.Discounts;
using Polar.FakeServer.Execution;

namespace Polar.FakeServer.Billing.Orders;

/// <summary>What subscriptions and their orders ask about discounts.</summary>
internal static class OrderDiscounts
{
    /// <summary>What is taken off an amount of the subscription's.</summary>
    public static long Amount(World world, SubscriptionRow subscription, long amount) =>
        subscription.DiscountId is { } id && world.Discounts.Find(id) is { } discount
            ? DiscountRules.Amount(discount, amount, subscription.Currency)
            : 0;

    /// <summary>The subscription at the beginning of a period, without a discount whose time is over.</summary>
    public static SubscriptionRow AtPeriodStart(World world, SubscriptionRow subscription)
    {
        if (subscription.DiscountId is not { } id || world.Discounts.Find(id) is not { } discount)
        {
            return subscription;
        }

        var applied = subscription.DiscountAppliedAt ?? subscription.PeriodStart;
        return DiscountRules.IsExpired(discount, applied, subscription.PeriodStart)
            ? subscription with { DiscountId = null, DiscountAppliedAt = null }
            : subscription with { DiscountAppliedAt = applied };
    }
}
