using Polar.FakeServer.Generated;
using Polar.FakeServer.Identity;
using Polar.FakeServer.Registration;
using Polar.FakeServer.Validation;

namespace Polar.FakeServer.Catalog.Products;

/// <summary>Products and their prices.</summary>
internal sealed class ProductsModule : IModule
{
    /// <inheritdoc/>
    public void Register(ModuleBuilder module) => module
        .Handle<IProductsOperations>(new ProductsOperations())
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
        .Union("ProductPriceFixedCreate", LegacyPrices.Tags);
}
