using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Subscriptions;

/// <summary>What a subscription's status asks of the benefits of its product.</summary>
internal static class SubscriptionBenefits
{
    public static IEnumerable<SubscriptionEffect> Effects(SubscriptionContext context, SubscriptionRow row)
    {
        var hasSeats = context.ProductOf(row).HasSeats;
        return row.Status == SubscriptionStatus.Incomplete || row.Status == SubscriptionStatus.IncompleteExpired ? []
            : row.IsActive ? (hasSeats ? [] : [new SubscriptionEffect.GrantBenefits()])
            : IsInGrace(context, row) ? []
            : hasSeats ? [new SubscriptionEffect.RevokeSeats()]
            : [new SubscriptionEffect.RevokeBenefits()];
    }

    /// <summary>Whether a customer who did not pay may keep what it has for a while.</summary>
    private static bool IsInGrace(SubscriptionContext context, SubscriptionRow row) =>
        (row.IsPastDue || row.Status == SubscriptionStatus.Unpaid)
        && row.PastDueAt is { } since
        && context.OrganizationOf(row).SubscriptionSettings.BenefitRevocationGracePeriod is > 0 and var days
        && context.Now < since.AddDays(days);
}
