using Polar.FakeServer.Catalog.Discounts;
using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Generated;
using Polar.FakeServer.Lists;
using Polar.FakeServer.Storage;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Orders;

/// <summary>Orders as the merchant sees them.</summary>
internal sealed class OrdersOperations : IOrdersOperations
{
    private static readonly string[] s_statuses =
    [
        OrderStatus.Values.Draft, OrderStatus.Values.Pending, OrderStatus.Values.Paid, OrderStatus.Values.PartiallyRefunded,
        OrderStatus.Values.Refunded, OrderStatus.Values.Void,
    ];

    public Outcome<ListResource<Order>> List(Transaction transaction, OrdersListQuery query)
    {
        var world = transaction.World;
        return world.Orders.Visible(transaction, query.OrganizationId)
            .OfCustomers(query.CustomerId)
            .OfExternalCustomers(transaction, query.ExternalCustomerId)
            .In(query.SubscriptionId, OrderRow.BySubscription)
            .In(query.ProductId, OrderRow.ByProduct)
            .WhereIf(query.ProductBillingType, (row, types) => row.ProductId is { } product && types.Contains(
                world.Products[product].Resource.IsRecurring ? ProductBillingType.Recurring : ProductBillingType.OneTime))
            .In(query.DiscountId, row => row.DiscountId)
            .In(query.CheckoutId, OrderRow.ByCheckout)
            .In(query.Status, row => row.Status)
            .WhereIf(query.CreatedAfter, (row, after) => row.CreatedAt > after)
            .WhereIf(query.CreatedBefore, (row, before) => row.CreatedAt < before)
            .WithMetadata(query.Metadata, row => row.Metadata)
            .Sorted(query.Sorting, OrderSortProperty.CreatedAtDescending, key => SortKey(world, key))
            .Page(query.Page, query.Limit, row => OrderProjection.ToResource(world, row));
    }

    public Outcome<Order> Get(Transaction transaction, Guid id) =>
        transaction.World.Orders.Visible(transaction, id) is { } row ? OrderProjection.ToResource(transaction.World, row) : Failure.NotFound;

    private static Func<OrderRow, IComparable?> SortKey(World world, string key) => key switch
    {
        "status" => row => Array.IndexOf(s_statuses, row.Status.Value),
        "invoice_number" => row => row.InvoiceNumber,
        "amount" or "net_amount" => row => row.Net,
        "customer" => row => world.Customers[row.CustomerId].Email,
        "product" => row => row.ProductId is { } product ? world.Products[product].Resource.Name : null,
        "discount" => row => row.DiscountId is { } discount ? world.Discounts[discount].Name : null,
        "subscription" => row => row.SubscriptionId,
        _ => row => row.CreatedAt,
    };
}
