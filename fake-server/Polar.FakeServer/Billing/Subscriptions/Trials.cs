using System.Text.Json.Nodes;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Time;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Subscriptions;

/// <summary>How trials are prolonged, begun late, and ended.</summary>
internal static class Trials
{
    /// <summary>A trial ends at this time, or begins to last until then.</summary>
    public static Outcome<SubscriptionStep> Move(SubscriptionContext context, SubscriptionStep step, DateTimeOffset end)
    {
        var row = step.State;
        return !row.IsActive ? SubscriptionFailures.Inactive(row)
            : !row.IsTrialing && end <= row.PeriodEnd ? Fault("Trial end must be after the current period end.", IsoInstant.Of(end))
            : Noted(step.With(Ending(row with { Status = SubscriptionStatus.Trialing }, end)));
    }

    /// <summary>A trial ends now, and the first paid period begins.</summary>
    public static Outcome<SubscriptionStep> End(SubscriptionContext context, SubscriptionStep step)
    {
        var row = step.State;
        return !row.IsActive ? SubscriptionFailures.Inactive(row)
            : !row.IsTrialing ? Fault("The subscription is not currently trialing.", "now")
            : Noted(step.With(Ending(row, context.Now))) with { EndsPeriod = true };
    }

    /// <summary>When a trial would end under a product; null where it would be over.</summary>
    public static DateTimeOffset? EndUnder(SubscriptionContext context, SubscriptionRow row, Product product) =>
        product is { TrialInterval: { } interval, TrialIntervalCount: { } count }
        && Periods.Add(row.TrialStart!.Value, interval.Value, count) is var end
        && end > context.Now
            ? end
            : null;

    /// <summary>A change that waits for the end of the period waits for this end then, though it goes on showing the other one.</summary>
    private static SubscriptionRow Ending(SubscriptionRow row, DateTimeOffset end) => row with
    {
        TrialEnd = end,
        PeriodEnd = end,
        Pending = row.Pending is { Period: { } period } pending ? pending with { Period = (period.Start, end) } : row.Pending,
    };

    private static SubscriptionStep Noted(SubscriptionStep step) => step.Telling(("trial_end", IsoInstant.Of(step.State.TrialEnd!.Value)));

    private static Failure Fault(string message, string input) => Failure.Invalid(RequestError.Value(message, JsonValue.Create(input), "trial_end"));
}
