using System.Text.Json.Nodes;
using Polar.FakeServer.Catalog.CustomFields;
using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Generated;
using Polar.FakeServer.Identity;
using Polar.FakeServer.Registration;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Sales.Checkouts;

/// <summary>Checkout sessions.</summary>
internal sealed class CheckoutsModule : IModule
{
    /// <inheritdoc/>
    public void Register(ModuleBuilder module) => module
        .Handle<ICheckoutsOperations>(new CheckoutsOperations())
        .Inspect(static () => ResourceKind.Of<CheckoutRow, Checkout>(
            "Checkouts",
            CheckoutProjection.ToResource,
            (world, row) => world.Products.Find(row.ProductId)?.Resource.Name,
            ("Customer", (world, row) => CustomerLabel.Of(world, row.CustomerId) ?? row.CustomerEmail),
            ("Status", (_, row) => row.Status.Value),
            ("Amount", (_, row) => Currencies.Format(row.NetAmount + (row.TaxAmount ?? 0), row.Currency))))
        .Inspect(static () => ResourceKind.Of<TrialRedemptionRow>(
            "Redeemed trials",
            row => new JsonObject
            {
                ["id"] = row.Id,
                ["created_at"] = row.CreatedAt.UtcDateTime,
                ["organization_id"] = row.OrganizationId,
                ["identity"] = row.Identity,
            },
            (_, row) => row.Identity))
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
