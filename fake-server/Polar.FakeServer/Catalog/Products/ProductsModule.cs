using Polar.FakeServer.Catalog.Meters;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Generated;
using Polar.FakeServer.Identity;
using Polar.FakeServer.Organizations;
using Polar.FakeServer.Registration;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Catalog.Products;

/// <summary>Products and their prices.</summary>
internal sealed class ProductsModule : IModule
{
    /// <inheritdoc/>
    public void Register(ModuleBuilder module) => module
        .Handle<IProductsOperations>(new ProductsOperations())
        .Inspect(static () => ResourceKind.Of<ProductRow, Product>(
            "Products",
            (transaction, row) => ProductProjection.ToResource(transaction.World, row),
            (_, row) => row.Resource.Name,
            ("Recurring", (_, row) => row.Resource.RecurringInterval?.Value ?? "once"),
            ("Prices", (_, row) => $"{row.ActivePrices.Count()}"),
            ("Status", (_, row) => row.Resource.IsArchived ? "archived" : "offered")))
        .Access("products:", Permission.ViewProducts, Permission.ManageProducts)
        .Body("ProductCreate", new ProductCreateRule())
        .Body("ProductCreateOneTime", new ProductRule())
        .Body("ProductCreateRecurring", new RecurringProductRule())
        .Body("ProductPriceCustomCreate", new AmountsRule("minimum_amount", "maximum_amount", "preset_amount"))
        .Body("ProductPriceFixedCreate", new AmountsRule("price_amount"))
        .Body("ProductPriceMeteredTiersCreate", new MeteredPriceRule())
        .Body("ProductPriceMeteredUnitCreate", new MeteredPriceRule())
        .Body("ProductPriceSeatTiers-Input", new SeatTiersRule())
        .Body("ProductPriceUnitBasedCreate", new UnitPriceRule())
        .Body("ProductUpdate", new ProductUpdateRule())
        .Body("TierInput", new TierRule())
        .Body("TiersInput", new TiersRule())
        .Union("ProductPriceFixedCreate", LegacyPrices.Tags)
        .On<MeterChanged>(PriceMeters.Rename)
        .On<DefaultCurrencyChanging>(RequirePrices);

    /// <summary>An organization sells in a currency only where all its products have prices in it.</summary>
    private static void RequirePrices(Transaction transaction, DefaultCurrencyChanging changing)
    {
        if (transaction.World.Products.Of(changing.Organization.Id).Any(product => Lacks(product, changing.Currency)))
        {
            transaction.Refuse(Failure.Invalid(RequestError.Value(
                "All active products must have prices in the new currency.", changing.Currency, "default_presentment_currency")));
        }
    }

    private static bool Lacks(ProductRow product, string currency) =>
        product is { IsDeleted: false, Resource.IsArchived: false } && !product.ActivePrices.Any(price => price.PriceCurrency == currency);
}
