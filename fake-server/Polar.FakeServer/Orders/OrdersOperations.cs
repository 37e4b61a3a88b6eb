using Polar.Functional.Contracts;

namespace Polar.FakeServer;

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
            .Asked(query.ProductBillingType, (row, types) => row.ProductId is { } product && types.Contains(
                world.Products[product].Shown.IsRecurring ? ProductBillingType.Recurring : ProductBillingType.OneTime))
            .In(query.DiscountId, row => row.DiscountId)
            .In(query.CheckoutId, OrderRow.ByCheckout)
            .In(query.Status, row => row.Status)
            .Asked(query.CreatedAfter, (row, after) => row.CreatedAt > after)
            .Asked(query.CreatedBefore, (row, before) => row.CreatedAt < before)
            .WithMetadata(query.Metadata, row => row.Metadata)
            .Sorted(query.Sorting, OrderSortProperty.CreatedAtDescending, key => SortKey(world, key))
            .Page(query.Page, query.Limit, row => OrderProjection.Show(world, row));
    }

    public Outcome<Order> Get(Transaction transaction, Guid id) =>
        transaction.World.Orders.Visible(transaction, id) is { } row ? OrderProjection.Show(transaction.World, row) : Failure.NotFound;

    private static Func<OrderRow, IComparable?> SortKey(World world, string key) => key switch
    {
        "status" => row => Array.IndexOf(s_statuses, row.Status.Value),
        "invoice_number" => row => row.InvoiceNumber,
        "amount" or "net_amount" => row => row.Net,
        "customer" => row => world.Customers[row.CustomerId].Email,
        "product" => row => row.ProductId is { } product ? world.Products[product].Shown.Name : null,
        "discount" => row => row.DiscountId is { } discount ? world.Discounts[discount].Name : null,
        "subscription" => row => row.SubscriptionId,
        _ => row => row.CreatedAt,
    };
}
