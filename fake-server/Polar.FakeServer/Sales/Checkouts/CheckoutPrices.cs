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
    public static IReadOnlyList<ProductPrice> InCurrency(ProductRow product, CheckoutRow row) => PriceChoice.In(Effective(product, row), row.Currency);

    /// <summary>The price that the session was settled on, even if the product has others now.</summary>
    public static ProductPrice? Chosen(ProductRow product, CheckoutRow row) =>
        Effective(product, row).Concat(product.Prices).FirstOrDefault(price => price.Id == row.PriceId);
}
