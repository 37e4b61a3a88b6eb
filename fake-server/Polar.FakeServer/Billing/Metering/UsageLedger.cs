using System.Collections.Immutable;
using Polar.FakeServer.Billing.Subscriptions;
using Polar.FakeServer.Catalog.Meters;
using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Execution;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Metering;

/// <summary>What subscriptions have to bill for what was used: how it is found, priced and settled.</summary>
internal static class UsageLedger
{
    /// <summary>Adds what was used under one of a subscription's prices.</summary>
    public static void Add(Transaction transaction, SubscriptionRow subscription, ProductPrice price, UsageBatch batch)
    {
        var row = transaction.World.PendingUsage.Find(subscription.Id) ?? new PendingUsageRow
        {
            Id = subscription.Id,
            OrganizationId = subscription.OrganizationId,
            CreatedAt = transaction.Now,
        };
        var place = row.Usage.FindIndex(usage => usage.PriceId == price.Id);
        transaction.Save(row with
        {
            Usage = place < 0
                ? row.Usage.Add(new PricedUsage(price.Id, PriceKinds.Meter(price)!.Value, [batch]))
                : row.Usage.SetItem(place, row.Usage[place].Add(batch, subscription.PeriodStart, subscription.PeriodEnd)),
        });
    }

    /// <summary>
    /// What is to be charged for all that was used before a moment. What adds up is charged by the price under which it was used, and left alone where
    /// the subscription has that price no more; what does not is charged once for all of it, by the price that the subscription has now.
    /// </summary>
    public static IReadOnlyList<MeteredLine> Lines(World world, SubscriptionRow subscription, DateTimeOffset cutoff)
    {
        var lines = new List<MeteredLine>();
        foreach (var meter in Billed(world, subscription, cutoff).GroupBy(usage => usage.MeterId).OrderBy(group => group.Key.ToString(), StringComparer.Ordinal))
        {
            var row = world.Meters[meter.Key];
            if (TallyKinds.Of(row.Resource.Aggregation).IsSummable())
            {
                lines.AddRange(meter.Select(usage => Line(row, PriceOf(subscription, usage)!, usage.Batches)));
            }
            else
            {
                var batches = meter.SelectMany(usage => usage.Batches).OrderBy(batch => batch.BillableFrom).ToImmutableList();
                lines.Add(Line(row, SubscriptionPrice(subscription, meter.Key)!, batches));
            }
        }

        return lines;
    }

    /// <summary>Takes what was charged off what is still to be.</summary>
    public static void Settle(Transaction transaction, SubscriptionRow subscription, DateTimeOffset cutoff)
    {
        if (transaction.World.PendingUsage.Find(subscription.Id) is not { } row)
        {
            return;
        }

        var billed = Billed(transaction.World, subscription, cutoff).Select(usage => usage.PriceId).ToHashSet();
        transaction.Save(row with
        {
            Usage =
            [
                .. row.Usage
                    .Select(usage => billed.Contains(usage.PriceId) ? usage with { Batches = usage.At(cutoff).Waiting } : usage)
                    .Where(usage => !usage.Batches.IsEmpty),
            ],
        });
    }

    /// <summary>The price by which a subscription charges for a meter; null where it does not.</summary>
    public static ProductPrice? SubscriptionPrice(SubscriptionRow subscription, Guid meter) =>
        subscription.Prices.Find(price => PriceKinds.Meter(price) == meter);

    /// <summary>The usage that a bill of that moment has, by price.</summary>
    private static IEnumerable<PricedUsage> Billed(World world, SubscriptionRow subscription, DateTimeOffset cutoff)
    {
        foreach (var usage in world.PendingUsage.Find(subscription.Id)?.Usage ?? [])
        {
            var isSummable = TallyKinds.Of(world.Meters[usage.MeterId].Resource.Aggregation).IsSummable();
            var price = isSummable ? PriceOf(subscription, usage) : SubscriptionPrice(subscription, usage.MeterId);
            if (price is not null && usage.At(cutoff).Billed is { IsEmpty: false } batches)
            {
                yield return usage with { Batches = batches };
            }
        }
    }

    private static ProductPrice? PriceOf(SubscriptionRow subscription, PricedUsage usage) =>
        subscription.Prices.Find(price => price.Id == usage.PriceId);

    private static MeteredLine Line(MeterRow meter, ProductPrice price, ImmutableList<UsageBatch> batches)
    {
        var all = batches.Aggregate((earlier, later) => earlier.With(later));
        var credited = Credits.Balance(all.Credits);
        return new MeteredLine(
            price,
            meter.Id,
            all.Usage.Value,
            credited,
            MeteredCharge.Of(price, meter.Resource.Name, all.Usage.Value - credited),
            all.First,
            all.Last);
    }
}
