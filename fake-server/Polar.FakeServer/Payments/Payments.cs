using Polar.Functional.Contracts;

namespace Polar.FakeServer;

/// <summary>An attempt to get money.</summary>
internal sealed record PaymentRow(CardPayment Shown, Guid CustomerId) : ICustomerOwned
{
    /// <inheritdoc/>
    public Guid? OwnerId => CustomerId;

    public static OrganizationKey<PaymentRow, Guid> ByOrder { get; } = Keys.One<PaymentRow, Guid>(row => row.Shown.OrderId);

    public Guid Id => Shown.Id;

    public Guid OrganizationId => Shown.OrganizationId;

    public DateTimeOffset CreatedAt => Shown.CreatedAt;
}

/// <summary>How payments are noted down.</summary>
internal static class PaymentRules
{
    public static PaymentRow Succeed(Transaction transaction, OrderRow order, PaymentTrigger trigger)
    {
        var row = new PaymentRow(
            new CardPayment
            {
                Id = transaction.NewId(),
                CreatedAt = transaction.Now,
                ModifiedAt = null,
                Processor = PaymentProcessor.Stripe,
                Status = PaymentStatus.Succeeded,
                Amount = order.Total,
                Currency = order.Currency,
                Trigger = trigger,
                DeclineReason = null,
                DeclineMessage = null,
                OrganizationId = order.OrganizationId,
                CheckoutId = order.CheckoutId,
                OrderId = order.Id,
                ProcessorMetadata = ValueMap<RawJson>.Empty,
                MethodMetadata = new CardPaymentMetadata { Brand = Cards.Brand, Last4 = Cards.Last4 },
            },
            order.CustomerId);
        transaction.World = transaction.World with { Payments = transaction.World.Payments.Add(row) };
        return row;
    }
}

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
            .InText(query.CustomerEmail, row => world.Customers[row.CustomerId].Email)
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
