using Polar.FakeServer.Billing.Orders;
using Polar.FakeServer.Billing.Payments;
using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Generated;
using Polar.FakeServer.Lists;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Portal.Orders;

/// <summary>Orders as those see them who pay for them.</summary>
internal sealed class PortalOrdersOperations : ICustomerPortalOrdersOperations
{
    public Outcome<ListResource<CustomerOrder>> List(Transaction transaction, CustomerPortalOrdersListQuery query)
    {
        var world = transaction.World;
        return world.Orders.Visible(transaction, query.OrganizationId)
            .In(query.SubscriptionId, OrderRow.BySubscription)
            .In(query.ProductId, OrderRow.ByProduct)
            .WhereIf(query.ProductBillingType, (row, types) => row.ProductId is { } product && types.Contains(
                world.Products[product].Resource.IsRecurring ? ProductBillingType.Recurring : ProductBillingType.OneTime))
            .ContainingLiterally(query.Query, row => ProductName(world, row))
            .Sorted(query.Sorting, CustomerOrderSortProperty.CreatedAtDescending, key => SortKey(world, key))
            .Page(query.Page, query.Limit, row => PortalOrderProjection.ToResource(world, row));
    }

    public Outcome<CustomerOrder> Get(Transaction transaction, Guid id) =>
        Find(transaction, id).Then<CustomerOrder>(row => PortalOrderProjection.ToResource(transaction.World, row));

    public Outcome<CustomerOrder> Update(Transaction transaction, Guid id, CustomerOrderUpdate body) => Find(transaction, id)
        .Then(row => OrderChange.Apply(transaction, row, body.BillingName, body.BillingAddress))
        .Then<CustomerOrder>(row => PortalOrderProjection.ToResource(transaction.World, row));

    public Outcome<Nothing> GenerateInvoice(Transaction transaction, Guid id) =>
        Find(transaction, id).Then(row => OrderDocuments.RequestInvoice(transaction, row));

    public Outcome<CustomerOrderInvoice> Invoice(Transaction transaction, Guid id) => Find(transaction, id)
        .Then(row => OrderDocuments.InvoiceUrl(transaction, row))
        .Then<CustomerOrderInvoice>(url => new CustomerOrderInvoice { Url = url });

    public Outcome<Deferred<CustomerOrderReceipt>> Receipt(Transaction transaction, Guid id) => Find(transaction, id)
        .Then(row => OrderDocuments.ReceiptUrl(transaction, row))
        .Then<Deferred<CustomerOrderReceipt>>(url =>
            new Deferred<CustomerOrderReceipt>(url.Text is { } text ? new CustomerOrderReceipt { Url = text } : null));

    public Outcome<CustomerOrderPaymentStatus> GetPaymentStatus(Transaction transaction, Guid id) => Find(transaction, id)
        .Then<CustomerOrderPaymentStatus>(row => transaction.World.Payments.Of(row.OrganizationId, PaymentRow.ByOrder, row.Id) is [.., var latest]
            ? new CustomerOrderPaymentStatus { Status = latest.Resource.Status.Value, Error = latest.Resource.DeclineMessage }
            : new CustomerOrderPaymentStatus { Status = "no_payment" });

    public Outcome<CustomerOrderPaymentConfirmation> ConfirmRetryPayment(Transaction transaction, Guid id, CustomerOrderConfirmPayment body) =>
        Find(transaction, id)
            .Then(row => CustomerPayments.Pay(transaction, row, body.ConfirmationTokenId, body.PaymentMethodId))
            .Then<CustomerOrderPaymentConfirmation>(answer => new CustomerOrderPaymentConfirmation
            {
                Status = answer.Status,
                ClientSecret = answer.ClientSecret,
                Error = answer.Error,
            });

    private static Outcome<OrderRow> Find(Transaction transaction, Guid id) =>
        transaction.World.Orders.Visible(transaction, id) is { } row ? row : Failure.NotFound;

    private static string? ProductName(World world, OrderRow row) => row.ProductId is { } product ? world.Products[product].Resource.Name : null;

    private static Func<OrderRow, IComparable?> SortKey(World world, string key) => key switch
    {
        "amount" or "net_amount" => row => row.Net,
        "product" => row => ProductName(world, row),
        "subscription" => row => row.SubscriptionId,
        _ => row => row.CreatedAt,
    };
}
