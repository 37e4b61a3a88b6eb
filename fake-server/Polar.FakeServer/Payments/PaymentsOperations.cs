using Polar.Functional.Contracts;

namespace Polar.FakeServer;

/// <summary>Payments as the merchant sees them.</summary>
internal sealed class PaymentsOperations : IPaymentsOperations
{
    public Outcome<ListResource<Payment>> List(Transaction transaction, PaymentsListQuery query)
    {
        var world = transaction.World;
        return world.Payments.Visible(transaction, query.OrganizationId)
            .OfCustomers(query.CustomerId)
            .In(query.OrderId, PaymentRow.ByOrder)
            .In(query.CheckoutId, row => row.Shown.CheckoutId)
            .In(query.Status, row => row.Shown.Status)
            .InText(query.Method, row => row.Shown.Method)
            .InText(query.CustomerEmail, row => row.Email)
            .Sorted(query.Sorting, PaymentSortProperty.CreatedAtDescending, SortKey)
            .Page(query.Page, query.Limit, row => (Payment)row.Shown);
    }

    public Outcome<Payment> Get(Transaction transaction, Guid id) =>
        transaction.World.Payments.Visible(transaction, id) is { } row ? row.Shown : Failure.NotFound;

    private static Func<PaymentRow, IComparable?> SortKey(string key) => key switch
    {
        "status" => row => row.Shown.Status.Value,
        "amount" => row => row.Shown.Amount,
        "method" => row => row.Shown.Method,
        _ => row => row.CreatedAt,
    };
}
