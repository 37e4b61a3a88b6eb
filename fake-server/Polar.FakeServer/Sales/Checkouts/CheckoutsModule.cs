using Polar.FakeServer.Generated;
using Polar.FakeServer.Identity;
using Polar.FakeServer.Registration;
using Polar.FakeServer.Validation;

namespace Polar.FakeServer.Sales.Checkouts;

/// <summary>Checkout sessions.</summary>
internal sealed class CheckoutsModule : IModule
{
    /// <inheritdoc/>
    public void Register(ModuleBuilder module) => module
        .Handle<ICheckoutsOperations>(new CheckoutsOperations())
        .Access("checkouts:", Permission.ViewSales, Permission.ManageSales)
        .Body("CheckoutCreate", new CheckoutFormsRule())
        .Body("CheckoutPriceCreate", new NewCheckoutRule())
        .Body("CheckoutProductCreate", new NewCheckoutRule())
        .Body("CheckoutProductsCreate", new NewCheckoutRule())
        .Body("CheckoutUpdate", new CheckoutUpdateRule())
        .Amend("CheckoutProductsCreate", CheckoutSchemas.WithProductKeys)
        .Schema("CheckoutCreate", CheckoutSchemas.Create)
        .Schema("CheckoutProductCreate", () => CheckoutSchemas.OfOne("product_id", "products", "prices"))
        .Schema("CheckoutPriceCreate", () => CheckoutSchemas.OfOne("product_price_id", "products", "prices", "currency"));
}
