using System.Collections.Frozen;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Usage.Metrics;

/// <summary>What a metric's total is made of.</summary>
internal enum TotalKind
{
    /// <summary>The sum of the periods.</summary>
    Sum,

    /// <summary>What the last period has.</summary>
    Last,

    /// <summary>Other metrics, by a rule of its own.</summary>
    Own,
}

/// <summary>A metric: how it is called, what its numbers are, and which metrics it is computed from.</summary>
internal sealed record MetricDefinition(
    MetricName Name, string Slug, string DisplayName, MetricType Type, TotalKind Total, params MetricName[] Sources)
{
    private static readonly MetricDefinition[] s_all =
    [
        new(MetricName.ActiveSubscriptions, "active_subscriptions", "Active Subscriptions", MetricType.Scalar, TotalKind.Last),
        new(MetricName.CommittedSubscriptions, "committed_subscriptions", "Committed Subscriptions", MetricType.Scalar, TotalKind.Last),
        new(MetricName.MonthlyRecurringRevenue, "monthly_recurring_revenue", "Monthly Recurring Revenue", MetricType.Currency, TotalKind.Last),
        new(MetricName.TrialMonthlyRecurringRevenue, "trial_monthly_recurring_revenue", "Trialing MRR Including Cancelations", MetricType.Currency, TotalKind.Last),
        new(MetricName.CommittedMonthlyRecurringRevenue, "committed_monthly_recurring_revenue", "Committed Monthly Recurring Revenue", MetricType.Currency, TotalKind.Last),
        new(MetricName.TrialCommittedMonthlyRecurringRevenue, "trial_committed_monthly_recurring_revenue", "Trialing Monthly Recurring Revenue", MetricType.Currency, TotalKind.Last),
        new(MetricName.AverageRevenuePerUser, "average_revenue_per_user", "Average Revenue Per User", MetricType.Currency, TotalKind.Last),
        new(MetricName.Checkouts, "checkouts", "Checkouts", MetricType.Scalar, TotalKind.Sum),
        new(MetricName.SucceededCheckouts, "succeeded_checkouts", "Succeeded Checkouts", MetricType.Scalar, TotalKind.Sum),
        new(MetricName.ChurnedSubscriptions, "churned_subscriptions", "Churned Subscriptions", MetricType.Scalar, TotalKind.Sum),
        new(MetricName.ChurnRate, "churn_rate", "Churn Rate", MetricType.Percentage, TotalKind.Last),
        new(MetricName.SeatsTotal, "seats_total", "Seat Count", MetricType.Scalar, TotalKind.Last),
        new(MetricName.SeatsClaimed, "seats_claimed", "Claimed Seats", MetricType.Scalar, TotalKind.Last),
        new(MetricName.SeatsPending, "seats_pending", "Pending Seats", MetricType.Scalar, TotalKind.Last),
        new(MetricName.SeatCustomers, "seat_customers", "Active Customers", MetricType.Scalar, TotalKind.Last),
        new(MetricName.NewSeatCustomers, "new_seat_customers", "New Customers", MetricType.Scalar, TotalKind.Sum),
        new(MetricName.ChurnedSeatCustomers, "churned_seat_customers", "Churned Customers", MetricType.Scalar, TotalKind.Sum),
        new(MetricName.Orders, "orders", "Orders", MetricType.Scalar, TotalKind.Sum),
        new(MetricName.Revenue, "revenue", "Revenue", MetricType.Currency, TotalKind.Sum),
        new(MetricName.NetRevenue, "net_revenue", "Net Revenue", MetricType.Currency, TotalKind.Sum),
        new(MetricName.CumulativeRevenue, "cumulative_revenue", "Cumulative Revenue", MetricType.Currency, TotalKind.Last),
        new(MetricName.NetCumulativeRevenue, "net_cumulative_revenue", "Net Cumulative Revenue", MetricType.Currency, TotalKind.Last),
        new(MetricName.Costs, "costs", "Costs", MetricType.CurrencySubCent, TotalKind.Sum),
        new(MetricName.CumulativeCosts, "cumulative_costs", "Cumulative Costs", MetricType.CurrencySubCent, TotalKind.Last),
        new(MetricName.AverageOrderValue, "average_order_value", "Average Order Value", MetricType.Currency, TotalKind.Own),
        new(MetricName.NetAverageOrderValue, "net_average_order_value", "Net Average Order Value", MetricType.Currency, TotalKind.Own),
        new(MetricName.CostPerUser, "cost_per_user", "Cost Per User", MetricType.CurrencySubCent, TotalKind.Own),
        new(MetricName.ActiveUserByEvent, "active_user_by_event", "Active User (By event)", MetricType.Scalar, TotalKind.Own),
        new(MetricName.OneTimeProducts, "one_time_products", "One-Time Products", MetricType.Scalar, TotalKind.Sum),
        new(MetricName.OneTimeProductsRevenue, "one_time_products_revenue", "One-Time Products Revenue", MetricType.Currency, TotalKind.Sum),
        new(MetricName.OneTimeProductsNetRevenue, "one_time_products_net_revenue", "One-Time Products Net Revenue", MetricType.Currency, TotalKind.Sum),
        new(MetricName.NewSubscriptions, "new_subscriptions", "New Subscriptions", MetricType.Scalar, TotalKind.Sum),
        new(MetricName.NewSubscriptionsRevenue, "new_subscriptions_revenue", "New Subscriptions Revenue", MetricType.Currency, TotalKind.Sum),
        new(MetricName.NewSubscriptionsNetRevenue, "new_subscriptions_net_revenue", "New Subscriptions Net Revenue", MetricType.Currency, TotalKind.Sum),
        new(MetricName.RenewedSubscriptions, "renewed_subscriptions", "Renewed Subscriptions", MetricType.Scalar, TotalKind.Sum),
        new(MetricName.RenewedSubscriptionsRevenue, "renewed_subscriptions_revenue", "Renewed Subscriptions Revenue", MetricType.Currency, TotalKind.Sum),
        new(MetricName.RenewedSubscriptionsNetRevenue, "renewed_subscriptions_net_revenue", "Renewed Subscriptions Net Revenue", MetricType.Currency, TotalKind.Sum),
        new(MetricName.CanceledSubscriptions, "canceled_subscriptions", "Canceled Subscriptions", MetricType.Scalar, TotalKind.Sum),
        new(MetricName.CanceledSubscriptionsCustomerService, "canceled_subscriptions_customer_service", "Canceled Subscriptions - Customer Service", MetricType.Scalar, TotalKind.Sum),
        new(MetricName.CanceledSubscriptionsLowQuality, "canceled_subscriptions_low_quality", "Canceled Subscriptions - Low Quality", MetricType.Scalar, TotalKind.Sum),
        new(MetricName.CanceledSubscriptionsMissingFeatures, "canceled_subscriptions_missing_features", "Canceled Subscriptions - Missing Features", MetricType.Scalar, TotalKind.Sum),
        new(MetricName.CanceledSubscriptionsSwitchedService, "canceled_subscriptions_switched_service", "Canceled Subscriptions - Switched Service", MetricType.Scalar, TotalKind.Sum),
        new(MetricName.CanceledSubscriptionsTooComplex, "canceled_subscriptions_too_complex", "Canceled Subscriptions - Too Complex", MetricType.Scalar, TotalKind.Sum),
        new(MetricName.CanceledSubscriptionsTooExpensive, "canceled_subscriptions_too_expensive", "Canceled Subscriptions - Too Expensive", MetricType.Scalar, TotalKind.Sum),
        new(MetricName.CanceledSubscriptionsUnused, "canceled_subscriptions_unused", "Canceled Subscriptions - Unused", MetricType.Scalar, TotalKind.Sum),
        new(MetricName.CanceledSubscriptionsOther, "canceled_subscriptions_other", "Canceled Subscriptions - Other", MetricType.Scalar, TotalKind.Sum),
        new(MetricName.AnnualRecurringRevenue, "annual_recurring_revenue", "Annual Recurring Revenue", MetricType.Currency, TotalKind.Last, MetricName.MonthlyRecurringRevenue),
        new(MetricName.CommittedAnnualRecurringRevenue, "committed_annual_recurring_revenue", "Committed Annual Recurring Revenue", MetricType.Currency, TotalKind.Last, MetricName.CommittedMonthlyRecurringRevenue),
        new(MetricName.CheckoutsConversion, "checkouts_conversion", "Checkouts Conversion Rate", MetricType.Percentage, TotalKind.Own, MetricName.Checkouts, MetricName.SucceededCheckouts),
        new(MetricName.Ltv, "ltv", "Lifetime Value", MetricType.Currency, TotalKind.Last, MetricName.AverageRevenuePerUser, MetricName.CostPerUser, MetricName.ChurnRate),
        new(MetricName.GrossMargin, "gross_margin", "Gross Margin", MetricType.Currency, TotalKind.Last, MetricName.CumulativeRevenue, MetricName.CumulativeCosts),
        new(MetricName.GrossMarginPercentage, "gross_margin_percentage", "Gross Margin %", MetricType.Percentage, TotalKind.Last, MetricName.CumulativeRevenue, MetricName.CumulativeCosts),
        new(MetricName.Cashflow, "cashflow", "Cashflow", MetricType.Currency, TotalKind.Sum, MetricName.Revenue, MetricName.Costs),
        new(MetricName.AverageSeatsPerCustomer, "average_seats_per_customer", "Average Seats per Customer", MetricType.Scalar, TotalKind.Last, MetricName.SeatsTotal, MetricName.SeatCustomers),
        new(MetricName.SeatUtilizationRate, "seat_utilization_rate", "Seat Utilization Rate", MetricType.Percentage, TotalKind.Last, MetricName.SeatsClaimed, MetricName.SeatsTotal),
    ];

    private static readonly FrozenDictionary<string, MetricDefinition> s_bySlug = s_all.ToFrozenDictionary(metric => metric.Slug);

    /// <summary>All of them, in the order of their names.</summary>
    public static IReadOnlyList<MetricDefinition> All => s_all;

    /// <summary>As the wire shows it.</summary>
    public Metric Resource { get; } = new() { Slug = Slug, DisplayName = DisplayName, Type = Type };

    public static MetricDefinition Of(MetricName name) => s_all[(int)name];

    /// <summary>The metric with a slug; null where there is none.</summary>
    public static MetricDefinition? Find(string slug) => s_bySlug.GetValueOrDefault(slug);
}
