using Polar.FakeServer.Billing.Proration;
using Polar.FakeServer.Catalog.Products;

namespace Polar.FakeServer.Billing.Subscriptions;

/// <summary>What a new period costs, before it is put on an order.</summary>
internal static class PeriodEntries
{
    /// <summary>The subscription with an entry for each price that is charged whatever is used; what is free has one too.</summary>
    public static SubscriptionRow Add(SubscriptionRow row) => row with
    {
        Entries = row.Entries.AddRange(row.Prices.Where(PriceKinds.IsStatic).Select(price => new BillingEntry(
            BillingEntryKind.Cycle,
            price,
            PriceKinds.Amount(price, row.ChosenAmount, row.Seats, row.Units),
            row.PeriodStart,
            row.PeriodEnd))),
    };
}
