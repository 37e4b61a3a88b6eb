using System.Collections.Immutable;
using Polar.FakeServer.Billing.Subscriptions;
using Polar.FakeServer.Catalog.Meters;
using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Execution;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Metering;

/// <summary>What a subscription shows of one of its meters: what was used and is on no bill so far, as it was when it was last looked at.</summary>
internal sealed record SubscriptionMeterState
{
    public required Guid Id { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ModifiedAt { get; init; }

    public required Guid MeterId { get; init; }

    public decimal ConsumedUnits { get; init; }

    public long CreditedUnits { get; init; }

    public long Amount { get; init; }
}

/// <summary>The meters of subscriptions: one for each that one of the prices goes by.</summary>
internal static class SubscriptionMeters
{
    /// <summary>The subscription with the meters of its prices: those that it had stay as they are, others go and come.</summary>
    public static SubscriptionRow Matching(Transaction transaction, SubscriptionRow row)
    {
        var wanted = row.Prices.Select(PriceKinds.Meter).OfType<Guid>().Distinct().ToArray();
        if (wanted.Length == row.Meters.Count && row.Meters.TrueForAll(meter => wanted.Contains(meter.MeterId)))
        {
            return row;
        }

        var kept = row.Meters.RemoveAll(meter => !wanted.Contains(meter.MeterId));
        return row with
        {
            Meters = kept.AddRange(wanted.Where(meter => !kept.Exists(known => known.MeterId == meter)).Select(meter => new SubscriptionMeterState
            {
                Id = transaction.NewId(),
                CreatedAt = transaction.Now,
                MeterId = meter,
            })),
        };
    }

    /// <summary>Has the subscription show what was used up to now, and tells of it.</summary>
    public static void Recompute(Transaction transaction, Guid subscription)
    {
        var row = transaction.World.Subscriptions[subscription];
        var lines = UsageLedger.Lines(transaction.World, row, transaction.Now).ToLookup(line => line.MeterId);
        var counted = transaction.Save(row with { Meters = row.Meters.ConvertAll(meter => Counted(meter, lines[meter.MeterId], transaction.Now)) });
        SubscriptionRules.Publish(transaction, counted, SubscriptionEvents.Updated);
        CustomerStateJob.Queue(transaction, counted.CustomerId);
    }

    /// <summary>Ends the period of all of a subscription's meters.</summary>
    /// <param name="transaction">The step.</param>
    /// <param name="row">The subscription.</param>
    /// <param name="at">When the period was over; null where it is over now.</param>
    public static void Reset(Transaction transaction, SubscriptionRow row, DateTimeOffset? at = null)
    {
        foreach (var meter in row.Meters)
        {
            transaction.Raise(new MeterPeriodEnded(row.OrganizationId, row.CustomerId, meter.MeterId, at));
        }
    }

    public static ValueList<SubscriptionMeter> ToResources(World world, SubscriptionRow row) =>
        row.Meters.IsEmpty ? ValueList<SubscriptionMeter>.Empty : row.Meters.Select(meter => ToResource(world, meter)).ToValueList();

    private static SubscriptionMeter ToResource(World world, SubscriptionMeterState meter) => new()
    {
        Id = meter.Id,
        CreatedAt = meter.CreatedAt,
        ModifiedAt = meter.ModifiedAt,
        ConsumedUnits = meter.ConsumedUnits,
        CreditedUnits = meter.CreditedUnits,
        Amount = meter.Amount,
        MeterId = meter.MeterId,
        Meter = world.Meters[meter.MeterId].Resource,
    };

    private static SubscriptionMeterState Counted(SubscriptionMeterState meter, IEnumerable<MeteredLine> lines, DateTimeOffset now)
    {
        var (consumed, credited, amount) = (0m, 0L, 0L);
        foreach (var line in lines)
        {
            consumed = Tally.Plus(consumed, line.Consumed);
            credited += line.Credited;
            amount += line.Charge.Amount;
        }

        var counted = meter with { ConsumedUnits = consumed, CreditedUnits = credited, Amount = amount };
        return counted == meter ? meter : counted with { ModifiedAt = now };
    }
}
