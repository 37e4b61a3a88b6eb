using Polar.FakeServer.Customers;
using Polar.FakeServer.Execution;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Subscriptions;

/// <summary>How a subscription that has ended goes on as if it had not; Polar's own staff alone can have that done.</summary>
internal static class Reinstatement
{
    /// <summary>The period goes on, or the one that would be now begins; what it gave is given again, and nothing is charged.</summary>
    public static Outcome<SubscriptionStep> Take(SubscriptionContext context, SubscriptionStep step)
    {
        var row = step.State;
        var isOver = row.PeriodEnd <= context.Now;
        var next = isOver ? Periods.Next(row.PeriodEnd, row.Interval.Value, row.IntervalCount, row.AnchorDay) : row.PeriodEnd;

        // Whoever comes back later than that would get an order for each period that nobody billed.
        if (row.Status != SubscriptionStatus.Canceled
            || context.World.Customers[row.CustomerId].IsDeleted
            || !context.CanRenew(row)
            || next <= context.Now)
        {
            return SubscriptionFailures.CannotReinstate;
        }

        var reinstated = MeterPeriods.Begin(
            row with
            {
                Status = SubscriptionStatus.Active,
                PeriodStart = isOver ? row.PeriodEnd : row.PeriodStart,
                PeriodEnd = next,
                CancelAtPeriodEnd = false,
                CanceledAt = null,
                EndsAt = null,
                EndedAt = null,
                CancellationReason = null,
                CancellationComment = null,
                PastDueAt = null,
                PauseAtPeriodEnd = false,
                PausedAt = null,
                ResumesAt = null,
                Pending = null,
            },
            context.Now);
        return step.With(reinstated)
            .Then(row.Pending is null ? [] : [new SubscriptionEffect.Note("subscription.update_cleared")])
            .Then(new SubscriptionEffect.ResetMeters(null))
            .Then(SubscriptionBenefits.Effects(context, reinstated));
    }
}
