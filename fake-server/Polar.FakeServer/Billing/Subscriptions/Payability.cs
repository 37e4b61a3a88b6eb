using Polar.FakeServer.Execution;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Subscriptions;

/// <summary>What payments that fail, or succeed after all, make of a subscription.</summary>
internal static class Payability
{
    public static Outcome<SubscriptionStep> MarkPastDue(SubscriptionContext context, SubscriptionStep step)
    {
        var row = step.State;
        if (row.EndedAt is not null)
        {
            return step with { IsUnchanged = true };
        }

        var late = row with { Status = SubscriptionStatus.PastDue, PastDueAt = row.PastDueAt ?? context.Now };
        return step.With(late) with { Aftermath = [.. SubscriptionBenefits.Effects(context, late)] };
    }

    public static Outcome<SubscriptionStep> MarkActive(SubscriptionContext context, SubscriptionStep step)
    {
        var recovered = step.State with { Status = SubscriptionStatus.Active, PastDueAt = null };

        // What was used while the customer owed was not billed by meter periods.
        var settled = step.State is { IsPastDue: true, MeterInterval: not null }
            ? step.With(recovered).Then(new SubscriptionEffect.SettleUsage(recovered), new SubscriptionEffect.ResetMeters(null))
            : step.With(recovered);
        return settled with { Aftermath = [.. SubscriptionBenefits.Effects(context, recovered)] };
    }
}
