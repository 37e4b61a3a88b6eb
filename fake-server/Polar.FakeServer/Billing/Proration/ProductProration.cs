using Polar.FakeServer.Catalog.Discounts;
using Polar.FakeServer.Catalog.Products;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Proration;

/// <summary>One side of a change of product: prices, how many of what, and the time that they are for.</summary>
/// <param name="Prices">The prices.</param>
/// <param name="Seats">How many seats.</param>
/// <param name="Units">How many units.</param>
/// <param name="Discount">What is taken off; null where nothing is.</param>
/// <param name="Start">The beginning of the period.</param>
/// <param name="End">The end of the period.</param>
internal sealed record ProrationSide(
    IReadOnlyList<ProductPrice> Prices, long? Seats, long? Units, DiscountRow? Discount, DateTimeOffset Start, DateTimeOffset End);

/// <summary>What a change of product in the middle of a period comes to.</summary>
internal static class ProductProration
{
    /// <summary>What is given back for the time that the old product will not be used.</summary>
    public static IEnumerable<BillingEntry> Credits(ProrationSide old, DateTimeOffset now) =>
        Entries(old, now).Select(entry => entry with { Amount = -entry.Amount, IsCredit = true });

    /// <summary>What the new product costs until the end of its period.</summary>
    public static IEnumerable<BillingEntry> Debits(ProrationSide next, DateTimeOffset now) => Entries(next, now);

    private static IEnumerable<BillingEntry> Entries(ProrationSide side, DateTimeOffset now)
    {
        var share = PeriodShare.Left(side.Start, side.End, now);
        var priced = side.Prices.Where(IsProrated)
            .Select(price => (Price: price, Amount: PriceKinds.Amount(price, null, side.Seats, side.Units)))
            .ToArray();
        long[] discounts = side.Discount is { } discount
            ? DiscountRules.Amounts(discount, [.. priced.Select(entry => entry.Amount)], priced is [var first, ..] ? first.Price.PriceCurrency : "")
            : new long[priced.Length];
        return priced.Zip(discounts, (entry, off) => new BillingEntry(
            BillingEntryKind.Proration, entry.Price, share.Rounded(entry.Amount - off), now, side.End));
    }

    /// <summary>What is free, used up or paid at will has no share that is left.</summary>
    private static bool IsProrated(ProductPrice price) =>
        price is ProductPriceFixed or ProductPriceSeatBased or ProductPriceUnitBased && !PriceKinds.IsFree(price);
}
