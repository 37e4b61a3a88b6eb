using Polar.FakeServer.Billing.Disputes;
using Polar.FakeServer.Billing.Orders;
using Polar.FakeServer.Billing.Subscriptions;
using Polar.FakeServer.Money;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Usage.Metrics;

/// <summary>Orders and what they earn. One that is paid counts where it was made, and so does what went back of it later; a dispute counts where it was decided.</summary>
internal sealed class OrderMetrics(MetricScope scope, MetricColumns columns)
{
    private readonly HashSet<(int Period, Guid Subscription)> _renewed = [];

    /// <summary>What was earned before the range.</summary>
    private decimal _earlierRevenue;
    private decimal _earlierNetRevenue;

    public static bool Computes(MetricName name) => name
        is (>= MetricName.Orders and <= MetricName.NetCumulativeRevenue)
        or MetricName.AverageOrderValue or MetricName.NetAverageOrderValue
        or (>= MetricName.OneTimeProducts and <= MetricName.RenewedSubscriptionsNetRevenue);

    public void Compute()
    {
        // Disputes are no part of an order's own value.
        var ownNetRevenue = new decimal[columns.Periods];
        foreach (var organization in scope.Organizations)
        {
            foreach (var order in scope.World.Orders.Of(organization))
            {
                Count(order, ownNetRevenue);
            }

            foreach (var dispute in scope.World.Disputes.Of(organization))
            {
                Count(dispute);
            }

            foreach (var subscription in scope.World.Subscriptions.Of(organization))
            {
                CountNew(subscription);
            }
        }

        var (revenue, netRevenue, orders) = (columns[MetricName.Revenue], columns[MetricName.NetRevenue], columns[MetricName.Orders]);
        for (var period = 0; period < columns.Periods; period++)
        {
            columns[MetricName.CumulativeRevenue][period] = _earlierRevenue += revenue[period];
            columns[MetricName.NetCumulativeRevenue][period] = _earlierNetRevenue += netRevenue[period];
            if (orders[period] > 0)
            {
                columns[MetricName.AverageOrderValue][period] = decimal.Ceiling(revenue[period] / orders[period]);
                columns[MetricName.NetAverageOrderValue][period] = decimal.Ceiling(ownNetRevenue[period] / orders[period]);
            }
        }
    }

    private void Count(OrderRow order, decimal[] ownNetRevenue)
    {
        if (!order.IsPaid || !scope.Includes(order.ProductId, order.CustomerId) || scope.Periods.IsAfter(order.CreatedAt))
        {
            return;
        }

        var net = order.Net - order.PlatformFee - order.Refunded;
        if (scope.Periods.IsBefore(order.CreatedAt))
        {
            _earlierRevenue += order.Net;
            _earlierNetRevenue += net;
            return;
        }

        var period = scope.Periods.Of(order.CreatedAt);
        columns[MetricName.Orders][period]++;
        columns[MetricName.Revenue][period] += order.Net;
        columns[MetricName.NetRevenue][period] += net;
        ownNetRevenue[period] += net;
        if (order.SubscriptionId is not { } id)
        {
            Add(MetricName.OneTimeProducts, period, order.Net, net);
            columns[MetricName.OneTimeProducts][period]++;
        }
        else if (scope.World.Subscriptions.Find(id) is not { } subscription || scope.Periods.Of(subscription.CreatedAt) != period)
        {
            Add(MetricName.RenewedSubscriptions, period, order.Net, net);
            columns[MetricName.RenewedSubscriptions][period] += _renewed.Add((period, id)) ? 1 : 0;
        }
        else
        {
            Add(MetricName.NewSubscriptions, period, order.Net, net);
        }
    }

    /// <summary>Adds to the revenues that are listed behind a number of orders.</summary>
    private void Add(MetricName number, int period, decimal revenue, decimal netRevenue)
    {
        columns[number + 1][period] += revenue;
        columns[number + 2][period] += netRevenue;
    }

    private void Count(DisputeRow dispute)
    {
        if (!dispute.IsResolved
            || !scope.IncludesCustomer(dispute.CustomerId)
            || !scope.IncludesProduct(scope.World.Orders[dispute.OrderId].ProductId)
            || dispute.ModifiedAt is not { } decided
            || scope.Periods.IsAfter(decided))
        {
            return;
        }

        var cost = DisputeRules.Fee + (dispute.Status == DisputeStatus.Lost ? dispute.Amount : 0);
        if (scope.Periods.IsBefore(decided))
        {
            _earlierNetRevenue -= cost;
        }
        else
        {
            columns[MetricName.NetRevenue][scope.Periods.Of(decided)] -= cost;
        }
    }

    /// <summary>One that ends in the period in which it begins is none that was won. The first period counts from its own beginning.</summary>
    private void CountNew(SubscriptionRow subscription)
    {
        if (scope.Includes(subscription.ProductId, subscription.CustomerId)
            && !scope.Periods.IsAfter(subscription.CreatedAt)
            && scope.Periods.Of(subscription.CreatedAt) is >= 0 and var period
            && (subscription.End is not { } end || scope.Periods.Of(end) > period))
        {
            columns[MetricName.NewSubscriptions][period]++;
        }
    }
}
