using System.Text.Json.Nodes;
using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Entitlements.Grants;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Lists;
using Polar.FakeServer.Organizations;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Subscriptions;

/// <summary>Subscriptions that the merchant gives away: only what is free needs no checkout.</summary>
internal static class SubscriptionCreation
{
    public static Outcome<SubscriptionRow> Create(Transaction transaction, SubscriptionCreate body) =>
        Product(transaction, body.ProductId).Then(product =>
            Customer(transaction, body, product).Then<SubscriptionRow>(customer => Begin(transaction, body, product, customer)));

    private static SubscriptionRow Begin(Transaction transaction, SubscriptionCreate body, ProductRow product, CustomerRow customer)
    {
        var row = SubscriptionRules.Add(
            transaction,
            SubscriptionRules.Start(transaction, product, Prices(transaction.World, product), customer.Id, trialEnd: null) with
            {
                Metadata = body.Metadata.OrEmpty(),
            });
        if (row.Seats is not null)
        {
            CustomerRules.MakeTeam(transaction, customer.Id);
        }
        else
        {
            GrantPlanner.Grant(transaction, new GrantScope(customer.Id, product.Id, row.Id, null));
        }

        CustomerStateJob.Queue(transaction, customer.Id);
        return row;
    }

    private static Outcome<ProductRow> Product(Transaction transaction, Guid id)
    {
        var product = transaction.World.Products.Visible(transaction, id);
        var prices = product is null ? [] : Prices(transaction.World, product);
        var fault = product is null || product.IsDeleted ? "Product does not exist."
            : !product.Resource.IsRecurring ? "Product is not a recurring product."
            : prices.Count == 0 || !PriceKinds.IsFree(PriceChoice.Default(prices))
                ? "Product is not free. The customer should go through a checkout to create a paid subscription."
            : null;
        return fault is null ? product! : Failure.Invalid(RequestError.Value(fault, JsonValue.Create(id.ToString()), "product_id"));
    }

    private static IReadOnlyList<ProductPrice> Prices(World world, ProductRow product) => PriceChoice.In(
        product.ActivePrices, world.Organizations[product.OrganizationId].Resource.DefaultPresentmentCurrency);

    private static Outcome<CustomerRow> Customer(Transaction transaction, SubscriptionCreate body, ProductRow product)
    {
        var (row, place, sent) = body switch
        {
            SubscriptionCreateCustomer byId => (transaction.World.Customers.Find(byId.CustomerId), "customer_id", byId.CustomerId.ToString()),
            SubscriptionCreateExternalCustomer external => (
                CustomerRules.ByExternalId(transaction.World, product.OrganizationId, external.ExternalCustomerId),
                "external_customer_id",
                external.ExternalCustomerId),
            _ => throw new InvalidOperationException("A subscription for nobody passed validation."),
        };
        return row is { DeletedAt: null } found && found.OrganizationId == product.OrganizationId
            ? found
            : Failure.Invalid(RequestError.Value("Customer does not exist.", JsonValue.Create(sent), place));
    }
}
