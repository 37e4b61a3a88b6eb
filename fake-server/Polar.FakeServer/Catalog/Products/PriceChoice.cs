using Polar.Functional.Contracts;

namespace Polar.FakeServer.Catalog.Products;

/// <summary>Which of a product's prices a purchase goes by, and what they come to.</summary>
internal static class PriceChoice
{
    /// <summary>Those in a currency.</summary>
    public static IReadOnlyList<ProductPrice> In(IEnumerable<ProductPrice> prices, string currency) =>
        [.. prices.Where(price => price.PriceCurrency == currency)];

    /// <summary>The price that a purchase shows as its own: the first one that is charged whatever is used, else the first.</summary>
    public static ProductPrice Default(IReadOnlyList<ProductPrice> prices) => prices.FirstOrDefault(PriceKinds.IsStatic) ?? prices[0];

    /// <summary>What is charged up front for these prices.</summary>
    public static long Amount(IEnumerable<ProductPrice> prices, long? chosen, long? seats, long? units) =>
        prices.Where(PriceKinds.IsStatic).Sum(price => PriceKinds.Amount(price, chosen, seats, units));

    /// <summary>The bounds of a price's seats; null where no price is for seats.</summary>
    public static QuantityBounds? SeatBounds(IEnumerable<ProductPrice> prices) =>
        prices.OfType<ProductPriceSeatBased>().FirstOrDefault() is { SeatTiers: var tiers }
            ? new QuantityBounds(tiers.MinimumSeats, tiers.MaximumSeats)
            : null;

    /// <summary>The bounds of a price's units; null where no price is for units.</summary>
    public static QuantityBounds? UnitBounds(IEnumerable<ProductPrice> prices) =>
        prices.OfType<ProductPriceUnitBased>().FirstOrDefault() is { } price
            ? new QuantityBounds(Math.Max(1, price.MinimumUnits ?? 0), price.MaximumUnits ?? price.Tiers.TiersValue[^1].Bound)
            : null;
}

/// <summary>How many of something a price is for.</summary>
internal readonly record struct QuantityBounds(long Least, long? Most);
