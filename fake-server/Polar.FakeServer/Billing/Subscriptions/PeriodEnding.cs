using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Subscriptions;

/// <summary>What happens when a period is over: the subscription ends, pauses, or goes on.</summary>
internal static class PeriodEnding
{
    public static SubscriptionStep Take(SubscriptionContext context, SubscriptionStep step)
    {
        var row = step.State;
        return !context.CanRenew(row) ? step
            : row.CancelAtPeriodEnd ? End(context, step)
            : row.PauseAtPeriodEnd ? Pause(context, step)
            : Renew(context, step);
    }

    private static SubscriptionStep Pause(SubscriptionContext context, SubscriptionStep step)
    {
        var paused = step.State with { Status = SubscriptionStatus.Paused, PausedAt = context.Now, PauseAtPeriodEnd = false };
        return step.With(paused).Then(SubscriptionBenefits.Effects(context, paused));
    }

    /// <summary>What is left to bill goes on a last order, behind the end of whatever could not be collected.</summary>
    private static SubscriptionStep End(SubscriptionContext context, SubscriptionStep step)
    {
        var ended = step.State with { Status = SubscriptionStatus.Canceled, EndedAt = context.Now };
        return step.With(ended).Then(
            [
                .. SubscriptionBenefits.Effects(context, ended),
                ResetMeters(context, step.State),
                new SubscriptionEffect.Schedule(new VoidPendingOrdersJob(ended.Id)),
                new SubscriptionEffect.Schedule(new BillPeriodJob(ended.Id, PeriodBilling.Final, null)),
            ]);
    }

    private static SubscriptionStep Renew(SubscriptionContext context, SubscriptionStep step)
    {
        var before = step.State;
        var changed = PendingUpdates.Apply(context, before, out var movesPeriod);
        var hasNewProduct = before.Pending?.ProductId is not null && changed.Prices != before.Prices;
        var moved = SubscriptionDiscounts.AtPeriodStart(context, movesPeriod ? changed : NextPeriod(changed));
        var renewed = PeriodEntries.Add(MeterPeriods.Begin(moved, moved.PeriodStart)) with { Status = before.IsTrialing ? SubscriptionStatus.Active : before.Status };
        return step.With(renewed).Then(
            [
                .. hasNewProduct ? SubscriptionBenefits.Effects(context, renewed) : [],
                ResetMeters(context, before),
                new SubscriptionEffect.Publish(SubscriptionEvents.Cycled),
                new SubscriptionEffect.Schedule(new BillPeriodJob(
                    renewed.Id, before.IsTrialing ? PeriodBilling.AfterTrial : PeriodBilling.Renewal, before.PeriodEnd)),
            ]);
    }

    private static SubscriptionEffect.ResetMeters ResetMeters(SubscriptionContext context, SubscriptionRow row) =>
        new(row.PeriodEnd < context.Now ? row.PeriodEnd : context.Now);

    private static SubscriptionRow NextPeriod(SubscriptionRow row)
    {
        var anchor = row.IsTrialing ? row.PeriodEnd.Day : row.AnchorDay;
        return row with
        {
            AnchorDay = anchor,
            PeriodStart = row.PeriodEnd,
            PeriodEnd = Periods.Next(row.PeriodEnd, row.Interval.Value, row.IntervalCount, anchor),
        };
    }
}
