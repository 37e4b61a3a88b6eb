namespace Polar.FakeServer.Billing.Subscriptions;

/// <summary>Which events tell of a change: they follow from how a subscription was and how it is.</summary>
internal static class SubscriptionEvents
{
    public const string Created = "subscription.created";
    public const string Active = "subscription.active";
    public const string Updated = "subscription.updated";
    public const string Cycled = "subscription.cycled";
    public const string Migrated = "subscription.migrated";

    public static IEnumerable<string> Between(SubscriptionRow before, SubscriptionRow after)
    {
        var (wasCanceled, isCanceled) = (before.CanceledAt is not null, after.CanceledAt is not null);
        var becameRevoked = after.IsRevoked && !before.IsRevoked;
        yield return Updated;
        if (after.IsActive && !before.IsActive)
        {
            yield return before.IsPaused ? "subscription.resumed" : Active;
        }

        if (after.IsPaused && !before.IsPaused)
        {
            yield return "subscription.paused";
        }

        // What had ended already is active again, and that is all that is told.
        if (wasCanceled && !isCanceled && !before.IsRevoked)
        {
            yield return "subscription.uncanceled";
        }

        if (after.IsPastDue && !before.IsPastDue)
        {
            yield return "subscription.past_due";
        }

        if ((isCanceled && !wasCanceled) || (becameRevoked && wasCanceled))
        {
            yield return "subscription.canceled";
        }

        if (becameRevoked)
        {
            yield return "subscription.revoked";
        }
    }
}
