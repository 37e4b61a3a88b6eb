using Polar.FakeServer.Billing.Subscriptions;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Usage.Metrics;

/// <summary>Subscriptions that end, that are canceled and why, and how many of those that ran were canceled.</summary>
internal sealed class ChurnMetrics(MetricScope scope, MetricColumns columns)
{
    private const int RateDays = 30;

    private readonly List<long> _starts = [];
    private readonly List<long> _ends = [];
    private readonly List<long> _cancellations = [];

    public static bool Computes(MetricName name) => name
        is MetricName.ChurnedSubscriptions or MetricName.ChurnRate
        or (>= MetricName.CanceledSubscriptions and <= MetricName.CanceledSubscriptionsOther);

    /// <summary>Computes them.</summary>
    /// <param name="interval">How long a period is: rates of years look ahead, others back.</param>
    public void Compute(TimeInterval interval)
    {
        foreach (var subscription in scope.Organizations.SelectMany(organization => scope.World.Subscriptions.Of(organization)))
        {
            if (scope.Includes(subscription.ProductId, subscription.CustomerId))
            {
                Count(subscription);
            }
        }

        _starts.Sort();
        _ends.Sort();
        _cancellations.Sort();
        for (var period = 0; period < columns.Periods; period++)
        {
            var start = scope.Periods.Start(period);
            columns[MetricName.ChurnRate][period] = interval == TimeInterval.Year
                ? Rate(start.UtcTicks, scope.Periods.Start(period + 1).UtcTicks)
                : Rate(scope.Periods.BeforeStart(period, RateDays).UtcTicks, start.UtcTicks);
        }
    }

    private void Count(SubscriptionRow subscription)
    {
        var end = subscription.End;
        if (end is { } ended && scope.Periods.Covers(ended))
        {
            columns[MetricName.ChurnedSubscriptions][scope.Periods.Of(ended)]++;
        }

        if (subscription.CanceledAt is { } canceled)
        {
            _cancellations.Add(canceled.UtcTicks);
            if (scope.Periods.Covers(canceled))
            {
                columns[MetricName.CanceledSubscriptions][scope.Periods.Of(canceled)]++;
                columns[Reason(subscription)][scope.Periods.Of(canceled)]++;
            }
        }

        // What ended before it began never ran.
        if (end is null || end > subscription.CreatedAt)
        {
            _starts.Add(subscription.CreatedAt.UtcTicks);
            if (end is { } over)
            {
                _ends.Add(over.UtcTicks);
            }
        }
    }

    private static MetricName Reason(SubscriptionRow subscription) => subscription.CancellationReason?.Value switch
    {
        CustomerCancellationReason.Values.CustomerService => MetricName.CanceledSubscriptionsCustomerService,
        CustomerCancellationReason.Values.LowQuality => MetricName.CanceledSubscriptionsLowQuality,
        CustomerCancellationReason.Values.MissingFeatures => MetricName.CanceledSubscriptionsMissingFeatures,
        CustomerCancellationReason.Values.SwitchedService => MetricName.CanceledSubscriptionsSwitchedService,
        CustomerCancellationReason.Values.TooComplex => MetricName.CanceledSubscriptionsTooComplex,
        CustomerCancellationReason.Values.TooExpensive => MetricName.CanceledSubscriptionsTooExpensive,
        CustomerCancellationReason.Values.Unused => MetricName.CanceledSubscriptionsUnused,
        _ => MetricName.CanceledSubscriptionsOther,
    };

    /// <summary>Of the subscriptions that ran when a window began, so many were canceled within it.</summary>
    private decimal Rate(long from, long before)
    {
        var ran = CountBefore(_starts, from + 1) - CountBefore(_ends, from + 1);
        var canceled = CountBefore(_cancellations, before) - CountBefore(_cancellations, from);
        return MetricNumbers.Stored(MetricNumbers.Ratio(canceled, ran));
    }

    private static int CountBefore(List<long> sorted, long ticks)
    {
        var (low, high) = (0, sorted.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = sorted[middle] < ticks ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
