namespace Polar.FakeServer.Usage.Metrics;

/// <summary>Metrics that are made of others.</summary>
internal static class DerivedMetrics
{
    private const int MonthsOfYear = 12;

    /// <summary>What a period has, by what it has of the metric's sources.</summary>
    public static decimal Value(MetricName metric, Func<MetricName, decimal> of) => metric switch
    {
        MetricName.AnnualRecurringRevenue => of(MetricName.MonthlyRecurringRevenue) * MonthsOfYear,
        MetricName.CommittedAnnualRecurringRevenue => of(MetricName.CommittedMonthlyRecurringRevenue) * MonthsOfYear,
        MetricName.CheckoutsConversion => MetricNumbers.Ratio(of(MetricName.SucceededCheckouts), of(MetricName.Checkouts)),
        MetricName.Ltv => LifetimeValue(of(MetricName.AverageRevenuePerUser), of(MetricName.CostPerUser), of(MetricName.ChurnRate)),
        MetricName.GrossMargin => MetricNumbers.Sum(of(MetricName.CumulativeRevenue) - of(MetricName.CumulativeCosts)),
        MetricName.GrossMarginPercentage => MetricNumbers.Ratio(
            of(MetricName.CumulativeRevenue) - of(MetricName.CumulativeCosts), of(MetricName.CumulativeRevenue)),
        MetricName.Cashflow => MetricNumbers.Sum(of(MetricName.Revenue) - of(MetricName.Costs)),
        MetricName.AverageSeatsPerCustomer => MetricNumbers.Ratio(of(MetricName.SeatsTotal), of(MetricName.SeatCustomers)),
        MetricName.SeatUtilizationRate => MetricNumbers.Ratio(of(MetricName.SeatsClaimed), of(MetricName.SeatsTotal)),
        _ => throw new ArgumentOutOfRangeException(nameof(metric), metric, "The metric is made of no others."),
    };

    /// <summary>The total of a metric whose total is neither the sum of its periods nor the last of them.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="sum">The sum of another metric's periods; nothing where it is not computed.</param>
    /// <param name="last">The last of another metric's periods; nothing where it is not computed.</param>
    public static decimal Total(MetricName metric, Func<MetricName, decimal> sum, Func<MetricName, decimal> last) => metric switch
    {
        MetricName.AverageOrderValue => MetricNumbers.Ratio(sum(MetricName.Revenue), sum(MetricName.Orders)),
        MetricName.NetAverageOrderValue => MetricNumbers.Ratio(sum(MetricName.NetRevenue), sum(MetricName.Orders)),
        MetricName.CheckoutsConversion => MetricNumbers.Ratio(sum(MetricName.SucceededCheckouts), sum(MetricName.Checkouts)),
        MetricName.ActiveUserByEvent => last(MetricName.ActiveSubscriptions),
        MetricName.CostPerUser => MetricNumbers.Ratio(sum(MetricName.Costs), last(MetricName.ActiveSubscriptions)),
        _ => throw new ArgumentOutOfRangeException(nameof(metric), metric, "The metric's total is no special one."),
    };

    private static decimal LifetimeValue(decimal revenuePerUser, decimal costPerUser, decimal churnRate) => churnRate == 0
        ? 0
        : Math.Max(0, (decimal)Math.Truncate((double)(revenuePerUser - costPerUser) / (double)churnRate));
}
