using Polar.FakeServer.Billing.Orders;
using Polar.FakeServer.Billing.Subscriptions;
using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Generated;
using Polar.FakeServer.Organizations;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Portal.Orders;

/// <summary>Orders as their customers see them: without the merchant's own data, and with public benefits only.</summary>
internal static class PortalOrderProjection
{
    public static CustomerOrder ToResource(World world, OrderRow row) => OrderProjection.ToResource(world, row).ToCustomerOrder(
        row.ProductId is { } product ? Product(world, world.Products[product]) : null,
        row.SubscriptionId is { } subscription
            ? SubscriptionProjection.ToResource(world, world.Subscriptions[subscription]).ToCustomerOrderSubscription()
            : null);

    private static CustomerOrderProduct Product(World world, ProductRow row) => ProductProjection.ShowInPortal(world, row)
        .ToCustomerOrderProduct(PortalOrganizationProjection.ToResource(world.Organizations[row.OrganizationId].Resource));
}
