using Polar.FakeServer.Catalog.CustomFields;
using Polar.FakeServer.Execution;
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
        .Route(CheckoutStream.Route)
        .Route(CheckoutRoutes.Opened)
        .Alias("checkouts:", "/v1/checkouts/", "/v1/checkouts/custom/")
        .Access("checkouts:", Permission.ViewSales, Permission.ManageSales)
        .Body("CheckoutCreate", new CheckoutFormsRule())
        .Body("CheckoutPriceCreate", new NewCheckoutRule())
        .Body("CheckoutProductCreate", new NewCheckoutRule())
        .Body("CheckoutProductsCreate", new NewCheckoutRule())
        .Body("CheckoutUpdate", new CheckoutUpdateRule())
        .Amend("CheckoutProductsCreate", CheckoutSchemas.WithProductKeys)
        .Schema("CheckoutCreate", CheckoutSchemas.Create)
        .Schema("CheckoutProductCreate", () => CheckoutSchemas.OfOne("product_id", "products", "prices"))
        .Schema("CheckoutPriceCreate", () => CheckoutSchemas.OfOne("product_price_id", "products", "prices", "currency"))
        .On<CustomFieldRenamed>(Rename);

    private static void Rename(Transaction transaction, CustomFieldRenamed renamed)
    {
        foreach (var row in transaction.World.Checkouts.Of(renamed.Organization).ToArray())
        {
            if (CustomFieldAnswers.Renamed(row.CustomFieldData, renamed) is { } answers)
            {
                transaction.Save(row with { CustomFieldData = answers });
            }
        }
    }
}
