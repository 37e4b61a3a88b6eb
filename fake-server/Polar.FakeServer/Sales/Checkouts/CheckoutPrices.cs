using Polar.FakeServer.Catalog.Products;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Sales.Checkouts;

/// <summary>Which prices a checkout goes by.</summary>
internal static class CheckoutPrices
{
    /// <summary>The session's own prices of a product, else the catalog's.</summary>
    public static IEnumerable<ProductPrice> Effective(ProductRow product, CheckoutRow row) =>
        row.AdHocPrices.TryGetValue(product.Id, out var own) ? own : product.ActivePrices;

    /// <summary>Those in the session's currency.</summary>
    public static IReadOnlyList<ProductPrice> InCurrency(ProductRow product, CheckoutRow row) => In(Effective(product, row), row.Currency);

    public static IReadOnlyList<ProductPrice> In(IEnumerable<ProductPrice> prices, string currency) =>
        [.. prices.Where(price => price.PriceCurrency == currency)];

    /// <summary>The price that a session shows as its own: the first one that is charged whatever is used, else the first.</summary>
    public static ProductPrice Default(IReadOnlyList<ProductPrice> prices) => prices.FirstOrDefault(PriceKinds.IsStatic) ?? prices[0];

    /// <summary>The price that the session was settled on, even if the product has others now.</summary>
    public static ProductPrice? Chosen(ProductRow product, CheckoutRow row) =>
        Effective(product, row).Concat(product.Prices).FirstOrDefault(price => price.Id == row.PriceId);

    /// <summary>What is charged up front for these prices.</summary>
    public static long Amount(IEnumerable<ProductPrice> prices, long? chosen, long? seats, long? units) =>
        prices.Where(PriceKinds.IsStatic).Sum(price => PriceKinds.Amount(price, chosen, seats, units));
}
