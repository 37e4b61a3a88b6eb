using Polar.FakeServer.Billing.Orders;
using Polar.FakeServer.Billing.Seats;
using Polar.FakeServer.Billing.Subscriptions;

namespace Polar.FakeServer.Usage.Metrics;

/// <summary>Seats that are given, and the customers who pay for them.</summary>
internal sealed class SeatMetrics(MetricScope scope, MetricColumns columns)
{
    private readonly PeriodSums _total = new(columns.Periods);
    private readonly PeriodSums _claimed = new(columns.Periods);
    private readonly PeriodOwners _customers = new();
    private readonly Dictionary<Guid, Customer> _byCustomer = [];

    public static bool Computes(MetricName name) => name is >= MetricName.SeatsTotal and <= MetricName.ChurnedSeatCustomers;

    public void Compute()
    {
        foreach (var seat in scope.Organizations.SelectMany(organization => scope.World.CustomerSeats.Of(organization)))
        {
            Count(seat);
        }

        columns[MetricName.SeatsTotal] = _total.ToColumn();
        columns[MetricName.SeatsClaimed] = _claimed.ToColumn();
        columns[MetricName.SeatsPending] = [.. columns[MetricName.SeatsTotal].Select((total, period) => total - columns[MetricName.SeatsClaimed][period])];
        columns[MetricName.SeatCustomers] = _customers.ToColumn(columns.Periods);
        foreach (var customer in _byCustomer.Values)
        {
            CountOnce(MetricName.NewSeatCustomers, customer.IsWon ? customer.First : -1);
            CountOnce(MetricName.ChurnedSeatCustomers, customer.HasSeats ? -1 : customer.LastRevoked);
        }
    }

    private void Count(CustomerSeatRow seat)
    {
        // The buyer is the one of what was bought: a seat forgets him when it is revoked.
        var subscription = seat.SubscriptionId is { } bought ? scope.World.Subscriptions.Find(bought) : null;
        var order = seat.OrderId is { } paid ? scope.World.Orders.Find(paid) : null;
        var (product, buyer) = (subscription?.ProductId ?? order?.ProductId, subscription?.CustomerId ?? order?.CustomerId);
        if (buyer is not { } customer || !scope.Includes(product, customer))
        {
            return;
        }

        var periods = scope.Periods;
        var created = periods.Of(seat.CreatedAt);
        var revoked = seat.RevokedAt is { } at ? periods.Of(at) : periods.Count;
        var isCounted = !periods.IsAfter(seat.CreatedAt) && !(seat.RevokedAt is { } gone && periods.IsBefore(gone));
        var known = _byCustomer.TryGetValue(customer, out var before) ? before : new Customer(int.MaxValue, false, false, -1);
        _byCustomer[customer] = new Customer(
            Math.Min(known.First, created),
            created < known.First ? isCounted && revoked > created : known.IsWon || (created == known.First && isCounted && revoked > created),
            known.HasSeats || seat.RevokedAt is null,
            Math.Max(known.LastRevoked, seat.RevokedAt is null ? -1 : revoked));
        if (isCounted)
        {
            _total.Add(created, revoked);
            _customers.Add(customer, created, revoked);
            if (seat.ClaimedAt is { } claimed)
            {
                _claimed.Add(Math.Max(created, periods.Of(claimed)), revoked);
            }
        }
    }

    private void CountOnce(MetricName name, int period)
    {
        if (period >= 0 && period < columns.Periods)
        {
            columns[name][period]++;
        }
    }

    /// <summary>What became of a customer's seats.</summary>
    /// <param name="First">The period in which he got the first one.</param>
    /// <param name="IsWon">Whether he still has one of that period at its end.</param>
    /// <param name="HasSeats">Whether any of his seats is not revoked.</param>
    /// <param name="LastRevoked">The period in which the last one was revoked.</param>
    private readonly record struct Customer(int First, bool IsWon, bool HasSeats, int LastRevoked);
}
