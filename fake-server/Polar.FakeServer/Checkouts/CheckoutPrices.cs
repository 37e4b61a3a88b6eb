using Polar.Functional.Contracts;

namespace Polar.FakeServer;

/// <summary>Which prices a checkout goes by.</summary>
internal static class CheckoutPrices
{
    /// <summary>The session's own prices of a product, else the catalog's.</summary>
    public static IEnumerable<ProductPrice> Effective(ProductRow product, CheckoutRow row) =>
        row.AdHocPrices.TryGetValue(product.Id, out var own) ? own : product.ActivePrices;

    /// <summary>Those in the session's currency.</summary>
    public static IReadOnlyList<ProductPrice> InCurrency(ProductRow product, CheckoutRow row) =>
        [.. Effective(product, row).Where(price => price.PriceCurrency == row.Currency)];

    /// <summary>The price that a session shows as its own: the first one that is charged whatever is used, else the first.</summary>
    public static ProductPrice Default(IReadOnlyList<ProductPrice> prices) => prices.FirstOrDefault(PriceKinds.IsStatic) ?? prices[0];
}
