using System.Text.Json.Nodes;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Time;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Subscriptions;

/// <summary>How subscriptions are paused and go on.</summary>
internal static class Pauses
{
    public static Outcome<SubscriptionStep> Schedule(SubscriptionStep step, SchedulePause command)
    {
        var row = step.State;
        if (row.Status != SubscriptionStatus.Active || row is not { CancelAtPeriodEnd: false, PauseAtPeriodEnd: false, EndsAt: null })
        {
            return SubscriptionFailures.CannotPause;
        }

        return command.ResumesAt is { } resumesAt && resumesAt <= row.PeriodEnd
            ? Failure.Invalid(RequestError.Value(
                "resumes_at must be after the current period end.", JsonValue.Create(IsoInstant.Of(resumesAt)), "resumes_at"))
            : step.With(row with { PauseAtPeriodEnd = true, ResumesAt = command.ResumesAt });
    }

    public static Outcome<SubscriptionStep> Withdraw(SubscriptionStep step) =>
        step.State is { PauseAtPeriodEnd: true } row && row.Status == SubscriptionStatus.Active
            ? step.With(row with { PauseAtPeriodEnd = false, ResumesAt = null })
            : SubscriptionFailures.NoScheduledPause;

    /// <summary>A new period begins at once, and is paid for.</summary>
    public static Outcome<SubscriptionStep> Resume(SubscriptionContext context, SubscriptionStep step)
    {
        var row = step.State;
        if (!row.IsPaused)
        {
            return SubscriptionFailures.NotPaused;
        }

        if (!context.CanRenew(row))
        {
            return step;
        }

        var now = context.Now;
        var resumed = SubscriptionDiscounts.AtPeriodStart(context, row with
        {
            Status = SubscriptionStatus.Active,
            PausedAt = null,
            ResumesAt = null,
            PeriodStart = now,
            AnchorDay = now.Day,
            PeriodEnd = Periods.Next(now, row.Interval.Value, row.IntervalCount, now.Day),
        });
        return step.With(PeriodEntries.Add(MeterPeriods.Begin(resumed, now)))
            .Then(new SubscriptionEffect.ResetMeters(now))
            .Then(SubscriptionBenefits.Effects(context, resumed))
            .Then(new SubscriptionEffect.Note(SubscriptionEvents.Cycled))
            .Then(new SubscriptionEffect.Schedule(new BillPeriodJob(row.Id, PeriodBilling.Renewal, now)));
    }
}
