using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Subscriptions;

/// <summary>The shorter periods by which some products bill what was used, beside those of the subscription.</summary>
internal static class MeterPeriods
{
    /// <summary>The subscription with its first meter period beginning then; without one where its product has none, or in a trial.</summary>
    public static SubscriptionRow Begin(SubscriptionRow row, DateTimeOffset? start) => row with
    {
        MeterPeriodStart = row.MeterInterval is null ? null : start,
        MeterPeriodEnd = row.MeterInterval is null || start is not { } begin ? null : Next(row, begin),
    };

    /// <summary>The end of the meter period that begins then.</summary>
    public static DateTimeOffset Next(SubscriptionRow row, DateTimeOffset start) =>
        Periods.Next(start, row.MeterInterval!.Value.Value, row.MeterIntervalCount ?? 1, row.AnchorDay);

    /// <summary>What was used is billed before the subscription ends or goes over to other prices, where it has meter periods.</summary>
    public static IEnumerable<SubscriptionEffect> Settlement(SubscriptionRow row) =>
        row.MeterPeriodEnd is null ? [] : [new SubscriptionEffect.SettleUsage(row)];

    /// <summary>A meter period is over: what was used is billed, the meters count from nothing, and credit is given again; not while the customer owes.</summary>
    public static SubscriptionStep Cycle(SubscriptionContext context, SubscriptionStep step)
    {
        var row = step.State;
        var unchanged = step with { IsUnchanged = true };
        if (row.MeterPeriodEnd is not { } end || row.MeterInterval is null)
        {
            return unchanged;
        }

        if (!row.IsActive)
        {
            var (start, next) = (row.MeterPeriodStart, end);
            while (next <= context.Now)
            {
                (start, next) = (next, Next(row, next));
            }

            return unchanged.With(row with { MeterPeriodStart = start, MeterPeriodEnd = next });
        }

        var cycled = SubscriptionDiscounts.AtPeriodStart(context, row, end) with { MeterPeriodStart = end, MeterPeriodEnd = Next(row, end) };
        return unchanged.With(cycled).Then(
            new SubscriptionEffect.SettleUsage(cycled),
            new SubscriptionEffect.ResetMeters(null),
            new SubscriptionEffect.Schedule(new CycleGrantsJob(row.Id)));
    }
}
