using System.Collections.Immutable;
using Polar.FakeServer.Billing.Metering;
using Polar.FakeServer.Billing.Seats;
using Polar.FakeServer.Billing.Subscriptions;
using Polar.FakeServer.Catalog.Meters;
using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Lists;
using Polar.FakeServer.Usage.Events;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Usage.Meters;

/// <summary>How events come to be billed: each once, by the subscription that its customer has when it is looked at.</summary>
internal static class MeterBilling
{
    /// <summary>
    /// A new meter before anything is billed. Of events that it measures already the newest one is the last that is not billed; those that came in
    /// behind it are, though they may have happened before it.
    /// </summary>
    public static MeterRow Start(World world, MeterRow meter)
    {
        var gauge = MeterGauge.Of(meter);
        var store = world.UsageEvents;
        foreach (var place in store.OfOrganization(meter.OrganizationId).Events.Times.Descending())
        {
            if (gauge.TryRead(store[place], out _))
            {
                return meter with { HasMeasured = true, BilledEvents = place + 1 };
            }
        }

        return meter with { BilledEvents = store.Count };
    }

    /// <summary>Bills a meter's events up to a number of them, and has the subscriptions tell of it that they are billed by.</summary>
    /// <returns>The meter with these events behind it; it is kept by the caller.</returns>
    public static MeterRow Bill(Transaction transaction, MeterRow meter, long events)
    {
        var gauge = MeterGauge.Of(meter);
        var store = transaction.World.UsageEvents;
        var payers = new Dictionary<EventSubject, Payer?>();
        var bills = new Dictionary<Guid, UsageBill>();
        var measured = false;
        for (var place = (int)meter.BilledEvents; place < events; place++)
        {
            var row = store[place];
            if (row.OrganizationId != meter.OrganizationId || !gauge.Concerns(row))
            {
                continue;
            }

            measured = true;
            if (!payers.TryGetValue(row.Subject, out var payer))
            {
                payers[row.Subject] = payer = PayerOf(transaction.World, row, meter.Id);
            }

            if (payer is not null && !(row.IngestedAt < payer.Subscription.TrialEnd))
            {
                if (!bills.TryGetValue(payer.Subscription.Id, out var bill))
                {
                    bills[payer.Subscription.Id] = bill = new UsageBill(payer, gauge, transaction.Now);
                }

                bill.Add(row);
            }
        }

        foreach (var bill in bills.Values)
        {
            bill.Save(transaction);
        }

        foreach (var subscription in bills.Keys)
        {
            SubscriptionMeters.Recompute(transaction, subscription);
        }

        return meter with { BilledEvents = Math.Max(events, meter.BilledEvents), HasMeasured = meter.HasMeasured || measured };
    }

    /// <summary>Who pays for a customer's use of a meter: its own earliest subscription, else that on whose oldest seat it sits.</summary>
    private static Payer? PayerOf(World world, EventRow row, Guid meter)
    {
        if (world.CustomerOf(row) is not { } customer)
        {
            return null;
        }

        foreach (var subscription in world.Subscriptions.OfCustomer(row.OrganizationId, customer.Id))
        {
            if (subscription.IsBillable && UsageLedger.SubscriptionPrice(subscription, meter) is { } price)
            {
                return new Payer(subscription, price);
            }
        }

        return world.CustomerSeats.OfCustomer(row.OrganizationId, customer.Id)
                .Where(seat => seat.Status == SeatStatus.Claimed).MinBy(seat => seat.ClaimedAt) is { SubscriptionId: { } id }
            && world.Subscriptions.Find(id) is { } shared
            && UsageLedger.SubscriptionPrice(shared, meter) is { } sharedPrice
                ? new Payer(shared, sharedPrice)
                : null;
    }

    private sealed record Payer(SubscriptionRow Subscription, ProductPrice Price);

    /// <summary>What one subscription is billed for in one go.</summary>
    private sealed class UsageBill(Payer payer, MeterGauge gauge, DateTimeOffset now)
    {
        private readonly Part _earlier = new(gauge.Kind);
        private readonly Part _now = new(gauge.Kind);

        public void Add(EventRow row) => (row.Timestamp < now ? _earlier : _now).Add(row, payer.Subscription, gauge);

        /// <summary>What happens at the very end of a period is on the next bill.</summary>
        public void Save(Transaction transaction)
        {
            foreach (var (part, from) in new[] { (_earlier, now), (_now, now.AddTicks(1)) })
            {
                if (part.ToBatch(from) is { } batch)
                {
                    UsageLedger.Add(transaction, payer.Subscription, payer.Price, batch);
                }
            }
        }

        private sealed class Part(TallyKind kind)
        {
            private readonly TallyBuilder _usage = new(kind);
            private readonly List<long> _credits = [];
            private DateTimeOffset? _first;
            private DateTimeOffset _last;

            public void Add(EventRow row, SubscriptionRow subscription, MeterGauge gauge)
            {
                _first = _first is { } first && first < row.Timestamp ? first : row.Timestamp;
                _last = _last > row.Timestamp ? _last : row.Timestamp;
                if (gauge.CreditOf(row) is { } credit)
                {
                    if (row.Subject.CustomerId == subscription.CustomerId)
                    {
                        _credits.Add(credit.Units);
                    }
                }
                else if (!row.IsSystem && gauge.TryRead(row, out var reading))
                {
                    _usage.Add(reading);
                }
            }

            public UsageBatch? ToBatch(DateTimeOffset from) => _first is not { } first ? null : new UsageBatch
            {
                BillableFrom = from,
                First = first,
                Last = _last,
                Usage = Tally.Empty(kind).With(_usage),
                Credits = [.. _credits],
            };
        }
    }
}

/// <summary>Bills what an organization's meters have measured; every quarter of an hour, as far as there is something.</summary>
internal sealed record BillUsageJob(Guid Organization) : IJob
{
    public string Key => KeyOf(Organization);

    /// <summary>Has what has been measured billed when the next quarter of an hour begins.</summary>
    public static void Queue(Transaction transaction, Guid organization)
    {
        const long Quarter = 15 * TimeSpan.TicksPerMinute;
        if (transaction.World.Jobs.Find(KeyOf(organization)) is null)
        {
            var due = new DateTimeOffset(((transaction.Now.UtcTicks / Quarter) + 1) * Quarter, TimeSpan.Zero);
            transaction.Schedule(due, new BillUsageJob(organization));
        }
    }

    public void Run(Transaction transaction)
    {
        foreach (var meter in transaction.World.Meters.Of(Organization).Where(meter => !meter.IsArchived).ToArray())
        {
            transaction.Save(MeterBilling.Bill(transaction, meter, transaction.World.UsageEvents.Count));
        }
    }

    private static string KeyOf(Guid organization) => $"bill-usage:{organization}";
}
