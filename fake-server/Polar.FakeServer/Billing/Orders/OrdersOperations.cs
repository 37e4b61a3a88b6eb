using System.Globalization;
using System.Text.Json.Nodes;
using Polar.FakeServer.Catalog.Discounts;
using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Generated;
using Polar.FakeServer.Lists;
using Polar.FakeServer.Organizations;
using Polar.FakeServer.Storage;
using Polar.FakeServer.Validation;
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

    public Outcome<Order> Create(Transaction transaction, OrderCreate body) =>
        transaction.TryOrganization(body.OrganizationId, out var organization, out var fault)
            ? DraftOrders.Create(transaction, organization, body).Then<Order>(row => OrderProjection.ToResource(transaction.World, row))
            : fault;

    public Outcome<Order> Update(Transaction transaction, Guid id, OrderUpdate body) => Find(transaction, id)
        .Then(row => OrderChange.Apply(transaction, row, body.BillingName, body.BillingAddress))
        .Then<Order>(row => OrderProjection.ToResource(transaction.World, row));

    public Outcome<Order> Finalize(Transaction transaction, Guid id, OrderFinalize? body) => Find(transaction, id)
        .Then(row => DraftOrders.Finish(transaction, row, body?.PaymentMethodId))
        .Then<Order>(row => OrderProjection.ToResource(transaction.World, row));

    public Outcome<Nothing> GenerateInvoice(Transaction transaction, Guid id) =>
        Find(transaction, id).Then(row => OrderDocuments.RequestInvoice(transaction, row));

    public Outcome<OrderInvoice> Invoice(Transaction transaction, Guid id) =>
        Find(transaction, id).Then(row => OrderDocuments.InvoiceUrl(transaction, row)).Then<OrderInvoice>(url => new OrderInvoice { Url = url });

    public Outcome<Deferred<OrderReceipt>> Receipt(Transaction transaction, Guid id) => Find(transaction, id)
        .Then(row => OrderDocuments.ReceiptUrl(transaction, row))
        .Then<Deferred<OrderReceipt>>(url => new Deferred<OrderReceipt>(url.Text is { } text ? new OrderReceipt { Url = text } : null));

    public Outcome<string> Export(Transaction transaction, OrdersExportQuery query)
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(query.Timezone ?? "UTC", out var zone))
        {
            return Failure.Malformed([new RequestError(
                "value_error",
                ["query", "timezone"],
                $"Value error, '{query.Timezone}' is not a valid IANA time zone",
                JsonValue.Create(query.Timezone),
                [("error", new JsonObject())])]);
        }

        var bounds = new[] { query.CreatedAfter, query.CreatedBefore }.OfType<DateTimeOffset>()
            .Select(bound => TimeZoneInfo.ConvertTime(bound, zone).ToString("-yyyy-MM-dd", CultureInfo.InvariantCulture));
        transaction.SavedAs = $"polar-orders{string.Concat(bounds)}.csv";
        var rows = transaction.World.Orders.Visible(transaction, query.OrganizationId)
            .In(query.ProductId, OrderRow.ByProduct)
            .In(query.Status, row => row.Status)
            .WhereIf(query.CreatedAfter, (row, after) => row.CreatedAt > after)
            .WhereIf(query.CreatedBefore, (row, before) => row.CreatedAt < before)
            .Reverse();
        return OrderExport.Write(transaction.World, rows, query.Columns?.Select(column => column.Value).ToArray(), zone);
    }

    private static Outcome<OrderRow> Find(Transaction transaction, Guid id) =>
        transaction.World.Orders.Visible(transaction, id) is { } row ? row : Failure.NotFound;

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
