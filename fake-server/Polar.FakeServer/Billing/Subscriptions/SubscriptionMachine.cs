using System.Collections.Immutable;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Time;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Subscriptions;

/// <summary>
/// All that can happen to a subscription, as one function without effects: a state and commands become the next state and what follows from it. Several
/// commands of one request are one change: it is told of once.
/// </summary>
internal static class SubscriptionMachine
{
    public static Outcome<SubscriptionTransition> Apply(
        SubscriptionContext context, SubscriptionRow state, params IReadOnlyList<SubscriptionCommand> commands)
    {
        Outcome<SubscriptionStep> step = new SubscriptionStep(state);
        foreach (var command in commands)
        {
            step = step.Then(current => Take(context, current, command));
        }

        return step.Then<SubscriptionTransition>(taken => Finish(context, state, taken));
    }

    private static Outcome<SubscriptionStep> Take(SubscriptionContext context, SubscriptionStep step, SubscriptionCommand command) => command switch
    {
        ChangeProduct change => ProductChange.Take(context, step, change),
        ChangeQuantity change => QuantityChanges.Take(context, step, change),
        ChangeDiscount change => SubscriptionDiscounts.Take(context, step, change),
        ChangeTrialEnd change => Trials.Move(context, step, change.TrialEnd),
        EndTrial => Trials.End(context, step),
        ChangeMetadata change => step.With(step.State with { Metadata = change.Metadata }),
        ChangePeriodEnd change => MovePeriodEnd(step, change.PeriodEnd),
        Cancel cancel => Cancellation.Schedule(context, step, cancel),
        Uncancel => Cancellation.Withdraw(step),
        Revoke revoke => Cancellation.Revoke(context, step, revoke),
        SchedulePause pause => Pauses.Schedule(step, pause),
        UnschedulePause => Pauses.Withdraw(step),
        Resume => Pauses.Resume(context, step),
        Reinstate => Reinstatement.Take(context, step),
        ClearPendingUpdate => step.State.Pending is null
            ? SubscriptionFailures.NoPendingUpdate
            : step.With(step.State with { Pending = null }).Then(new SubscriptionEffect.Note("subscription.update_cleared")),
        EndPeriod => step with { EndsPeriod = true },
        CycleMeters => MeterPeriods.Cycle(context, step),
        MarkPastDue => Payability.MarkPastDue(context, step),
        MarkActive => Payability.MarkActive(context, step),
        CheckGrace => (step with { IsUnchanged = true }).Then(SubscriptionBenefits.Effects(context, step.State)),
        _ => throw new InvalidOperationException($"Nothing is known of {command.GetType().Name}."),
    };

    private static Outcome<SubscriptionStep> MovePeriodEnd(SubscriptionStep step, DateTimeOffset end)
    {
        var row = step.State;
        return row.IsRevoked ? SubscriptionFailures.AlreadyCanceled
            : !row.IsActive ? SubscriptionFailures.Inactive(row)
            : row.CancelAtPeriodEnd ? SubscriptionFailures.AlreadyCanceled
            : step.With(row with { PeriodEnd = end, AnchorDay = end.Day })
                .Then(new SubscriptionEffect.Note(
                    "subscription.billing_period_updated",
                    ("old_period_end", IsoInstant.Of(row.PeriodEnd)),
                    ("new_period_end", IsoInstant.Of(end))))
                .Telling(("billing_period_end", IsoInstant.Of(end)));
    }

    private static SubscriptionTransition Finish(SubscriptionContext context, SubscriptionRow before, SubscriptionStep step)
    {
        if (step.EndsPeriod)
        {
            step = PeriodEnding.Take(context, step);
        }
        else if (step.IsCharged)
        {
            step = step.Then(new SubscriptionEffect.ChargeNow());
        }

        var state = step.State with { NetAmount = NetAmount(context, before, step.State) };
        if (state != before)
        {
            state = state with { ModifiedAt = context.Now };
        }

        return new SubscriptionTransition(
            state, [.. step.Effects, .. Noted(step), .. Reminders(context, before, state), .. Told(before, state, step), .. step.Aftermath]);
    }

    private static SubscriptionEffect[] Noted(SubscriptionStep step) =>
        step.Changes.IsEmpty ? [] : [new SubscriptionEffect.Note(SubscriptionEvents.Updated, step.Changes)];

    private static IEnumerable<SubscriptionEffect> Told(SubscriptionRow before, SubscriptionRow state, SubscriptionStep step) => step.IsUnchanged
        ? []
        :
        [
            .. SubscriptionEvents.Between(before, state).SelectMany<string, SubscriptionEffect>(name =>
                name == SubscriptionEvents.Active && NoteOfReturn(before) is { } note
                    ? [new SubscriptionEffect.Publish(name), new SubscriptionEffect.Note(note)]
                    : [new SubscriptionEffect.Publish(name)]),
            .. state.IsRevoked && !before.IsRevoked && !step.EndsPeriod
                ? [new SubscriptionEffect.Schedule(new VoidPendingOrdersJob(state.Id))]
                : Array.Empty<SubscriptionEffect>(),
            new SubscriptionEffect.Schedule(new CustomerStateJob(state.CustomerId)),
        ];

    /// <summary>What the history calls it that a subscription is active again; null where it never was, or comes from where the history has other words.</summary>
    private static string? NoteOfReturn(SubscriptionRow before) =>
        before.IsPastDue ? "subscription.reactivated"
        : before.Status == SubscriptionStatus.Canceled ? "subscription.reinstated"
        : null;

    /// <summary>What is to happen by itself when its time has come.</summary>
    private static IEnumerable<SubscriptionEffect> Reminders(SubscriptionContext context, SubscriptionRow before, SubscriptionRow state)
    {
        if (state.PeriodEnd != before.PeriodEnd && state.IsBillable)
        {
            // A period that is over already, as a change may bring back that was planned before another one, waits for the bill of the one before it.
            var due = state.PeriodEnd > context.Now ? state.PeriodEnd : context.Now;
            yield return new SubscriptionEffect.Schedule(new SubscriptionCycleJob(state.Id, state.PeriodEnd), due);
        }

        if (state.MeterPeriodEnd is { } meterPeriodEnd && meterPeriodEnd != before.MeterPeriodEnd && state.IsBillable)
        {
            yield return new SubscriptionEffect.Schedule(new MeterCycleJob(state.Id, meterPeriodEnd), meterPeriodEnd);
        }

        if (state is { IsPaused: true, ResumesAt: { } resumesAt } && !before.IsPaused)
        {
            yield return new SubscriptionEffect.Schedule(new ResumeJob(state.Id, resumesAt), resumesAt);
        }
    }

    /// <summary>The amount without the tax that it includes keeps its share of the amount.</summary>
    private static long NetAmount(SubscriptionContext context, SubscriptionRow before, SubscriptionRow state)
    {
        var (old, amount) = (context.AmountOf(before), context.AmountOf(state));
        return old == amount ? state.NetAmount
            : old == 0 ? amount
            : (long)Math.Round((double)amount * before.NetAmount / old, MidpointRounding.ToEven);
    }
}
