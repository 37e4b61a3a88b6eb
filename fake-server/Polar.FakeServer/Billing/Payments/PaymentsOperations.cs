using Polar.FakeServer.Execution;
using Polar.FakeServer.Generated;
using Polar.FakeServer.Lists;
using Polar.FakeServer.Storage;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Payments;

/// <summary>Payments as the merchant sees them.</summary>
internal sealed class PaymentsOperations : IPaymentsOperations
{
    public Outcome<ListResource<Payment>> List(Transaction transaction, PaymentsListQuery query)
    {
        var world = transaction.World;
        return world.Payments.Visible(transaction, query.OrganizationId)
            .OfCustomers(query.CustomerId)
            .In(query.OrderId, PaymentRow.ByOrder)
            .In(query.CheckoutId, row => row.Resource.CheckoutId)
            .In(query.Status, row => row.Resource.Status)
            .InText(query.Method, row => row.Resource.Method)
            .InText(query.CustomerEmail, row => row.Email)
            .Sorted(query.Sorting, PaymentSortProperty.CreatedAtDescending, SortKey)
            .Page(query.Page, query.Limit, row => (Payment)row.Resource);
    }

    public Outcome<Payment> Get(Transaction transaction, Guid id) =>
        transaction.World.Payments.Visible(transaction, id) is { } row ? row.Resource : Failure.NotFound;

    private static Func<PaymentRow, IComparable?> SortKey(string key) => key switch
    {
        "status" => row => row.Resource.Status.Value,
        "amount" => row => row.Resource.Amount,
        "method" => row => row.Resource.Method,
        _ => row => row.CreatedAt,
    };
}
