using Polar.FakeServer.Execution;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Subscriptions;

/// <summary>How subscriptions are canceled, for later or at once, and how that is taken back.</summary>
internal static class Cancellation
{
    public static Outcome<SubscriptionStep> Schedule(SubscriptionContext context, SubscriptionStep step, Cancel command)
    {
        var row = step.State;
        return row.IsBillable && row is { EndedAt: null, CancelAtPeriodEnd: false, EndsAt: null }
            ? step.With(Canceled(context, row, command.Reason, command.Comment) with { CancelAtPeriodEnd = true, EndsAt = row.PeriodEnd })
            : SubscriptionFailures.AlreadyCanceled;
    }

    public static Outcome<SubscriptionStep> Withdraw(SubscriptionStep step)
    {
        var row = step.State;
        return row.EndedAt is not null ? Failure.Unavailable
            : !row.CancelAtPeriodEnd || !row.IsBillable ? SubscriptionFailures.NotScheduledToCancel
            : step.With(row with { CancelAtPeriodEnd = false, EndsAt = null, CanceledAt = null, CancellationReason = null, CancellationComment = null });
    }

    public static Outcome<SubscriptionStep> Revoke(SubscriptionContext context, SubscriptionStep step, Revoke command)
    {
        var row = step.State;
        if (row.EndedAt is not null || !(row.IsBillable || row.IsPaused))
        {
            return SubscriptionFailures.AlreadyCanceled;
        }

        var ended = Canceled(context, row, command.Reason, command.Comment) with
        {
            EndsAt = context.Now,
            EndedAt = context.Now,
            Status = SubscriptionStatus.Canceled,
        };
        return step.With(ended).Then([.. MeterPeriods.Settlement(row), .. SubscriptionBenefits.Effects(context, ended)]);
    }

    private static SubscriptionRow Canceled(SubscriptionContext context, SubscriptionRow row, CustomerCancellationReason? reason, string? comment) => row with
    {
        CanceledAt = context.Now,
        PauseAtPeriodEnd = false,
        ResumesAt = null,
        CancellationReason = reason ?? row.CancellationReason,
        CancellationComment = string.IsNullOrEmpty(comment) ? row.CancellationComment : comment,
    };
}
