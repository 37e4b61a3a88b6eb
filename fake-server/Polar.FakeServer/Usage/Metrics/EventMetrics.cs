using Polar.FakeServer.Usage.Events;

namespace Polar.FakeServer.Usage.Metrics;

/// <summary>What events cost, and of how many customers they are, Polar's own events included. Products play no part in it.</summary>
internal sealed class EventMetrics(MetricScope scope, MetricColumns columns)
{
    private readonly EventPath _cost = new("_cost.amount");

    /// <summary>Who has events in which period: a customer under Polar's id and under the merchant's is two.</summary>
    private readonly HashSet<(int Period, Guid Id, string? ExternalId)> _actors = [];

    private decimal _earlierCosts;

    public static bool Computes(MetricName name) =>
        name is MetricName.Costs or MetricName.CumulativeCosts or MetricName.CostPerUser or MetricName.ActiveUserByEvent;

    public void Compute()
    {
        var store = scope.World.UsageEvents;
        foreach (var organization in scope.Organizations)
        {
            foreach (var row in store.Between(organization, DateTimeOffset.MinValue, scope.Periods.End))
            {
                Count(row);
            }
        }

        var (costs, users) = (columns[MetricName.Costs], columns[MetricName.ActiveUserByEvent]);
        for (var period = 0; period < columns.Periods; period++)
        {
            costs[period] = MetricNumbers.Stored(costs[period]);
            columns[MetricName.CumulativeCosts][period] = MetricNumbers.Stored(_earlierCosts += costs[period]);
            columns[MetricName.CostPerUser][period] = MetricNumbers.Stored(MetricNumbers.Ratio(costs[period], users[period]));
        }
    }

    private void Count(EventRow row)
    {
        var (customer, externalCustomer) = (row.Subject.CustomerId, row.Subject.ExternalCustomerId);
        if (!scope.IncludesActor(customer, externalCustomer))
        {
            return;
        }

        var cost = _cost.Find(row.Metadata).Number ?? 0;
        if (scope.Periods.IsBefore(row.Timestamp))
        {
            _earlierCosts += cost;
            return;
        }

        var period = scope.Periods.Of(row.Timestamp);
        columns[MetricName.Costs][period] += cost;
        if ((customer is not null || externalCustomer is not null) && _actors.Add((period, customer ?? default, externalCustomer)))
        {
            columns[MetricName.ActiveUserByEvent][period]++;
        }
    }
}
