using Polar.FakeServer.Billing.Subscriptions;
using Polar.FakeServer.Money;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Usage.Metrics;

/// <summary>Subscriptions that run, whatever their status, and what they earn a month.</summary>
internal sealed class SubscriptionMetrics(MetricScope scope, MetricColumns columns)
{
    private readonly PeriodSums _active = new(columns.Periods);
    private readonly PeriodSums _committed = new(columns.Periods);
    private readonly PeriodSums _revenue = new(columns.Periods);
    private readonly PeriodSums _committedRevenue = new(columns.Periods);
    private readonly PeriodSums _trialRevenue = new(columns.Periods);
    private readonly PeriodSums _committedTrialRevenue = new(columns.Periods);
    private readonly PeriodOwners _customers = new();

    public static bool Computes(MetricName name) => name is >= MetricName.ActiveSubscriptions and <= MetricName.AverageRevenuePerUser;

    public void Compute()
    {
        foreach (var subscription in scope.Organizations.SelectMany(organization => scope.World.Subscriptions.Of(organization)))
        {
            Count(subscription);
        }

        columns[MetricName.ActiveSubscriptions] = _active.ToColumn();
        columns[MetricName.CommittedSubscriptions] = _committed.ToColumn();
        columns[MetricName.MonthlyRecurringRevenue] = _revenue.ToColumn();
        columns[MetricName.TrialMonthlyRecurringRevenue] = _trialRevenue.ToColumn();
        columns[MetricName.CommittedMonthlyRecurringRevenue] = _committedRevenue.ToColumn();
        columns[MetricName.TrialCommittedMonthlyRecurringRevenue] = _committedTrialRevenue.ToColumn();
        var customers = _customers.ToColumn(columns.Periods);
        columns[MetricName.AverageRevenuePerUser] =
        [
            .. columns[MetricName.MonthlyRecurringRevenue]
                .Select((revenue, period) => customers[period] == 0 ? 0 : Rounding.HalfAwayFromZero(revenue / customers[period])),
        ];
    }

    /// <summary>What a subscription earns in a month, with its discount and without tax, to the cent.</summary>
    public static long MonthlyAmount(SubscriptionRow row) => Rounding.HalfAwayFromZero(row.Interval.Value switch
    {
        RecurringInterval.Values.Year => row.NetAmount / (12m * row.IntervalCount),
        RecurringInterval.Values.Month => row.NetAmount / (decimal)row.IntervalCount,
        RecurringInterval.Values.Week => row.NetAmount * 52 / (12m * row.IntervalCount),
        _ => row.NetAmount * 365 / (12m * row.IntervalCount),
    });

    private void Count(SubscriptionRow subscription)
    {
        var (periods, end) = (scope.Periods, subscription.End);
        if (!scope.Includes(subscription.ProductId, subscription.CustomerId)
            || periods.IsAfter(subscription.CreatedAt)
            || (end is { } ended && periods.IsBefore(ended)))
        {
            return;
        }

        var from = periods.Of(subscription.CreatedAt);
        var before = end is { } last ? periods.Of(last) : periods.Count;

        // It is paid for from the period on in which its trial ends.
        var paid = subscription.TrialEnd is { } trialEnd ? Math.Clamp(periods.Of(trialEnd), from, Math.Max(from, before)) : from;
        var amount = MonthlyAmount(subscription);
        _active.Add(from, before);
        _customers.Add(subscription.CustomerId, from, before);
        _trialRevenue.Add(from, paid, amount);
        _revenue.Add(paid, before, amount);
        if (end is null)
        {
            _committed.Add(from, before);
            _committedTrialRevenue.Add(from, paid, amount);
            _committedRevenue.Add(paid, before, amount);
        }
    }
}
