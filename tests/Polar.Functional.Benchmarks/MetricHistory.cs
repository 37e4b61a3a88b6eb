using Polar.FakeServer;
using Polar.FakeServer.Billing.Orders;
using Polar.FakeServer.Billing.Seats;
using Polar.FakeServer.Billing.Subscriptions;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Sales.Checkouts;
using Polar.FakeServer.Usage.Events;
using Polar.Functional.Contracts;

namespace Polar.Benchmarks;

/// <summary>
/// A year of business, evenly spread: orders, half of them of subscriptions that are paid for every month, and beside them checkouts, seats and events
/// with a cost.
/// </summary>
internal static class MetricHistory
{
    private const int OrdersOfSubscription = 10;

    private static readonly DateTimeOffset s_start = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan s_year = TimeSpan.FromDays(365);

    /// <summary>Writes the year down.</summary>
    /// <param name="fake">An empty fake.</param>
    /// <param name="product">The product that is sold.</param>
    /// <param name="orders">How many orders; there are as many events, and a tenth as many checkouts and seats.</param>
    public static Task WriteAsync(FakePolar fake, Guid product, int orders) => fake.ExecuteAsync(transaction =>
    {
        var organization = fake.Organization.Id;
        Guid[] customers = [.. Enumerable.Range(0, orders / OrdersOfSubscription).Select(_ => transaction.NewId())];
        Guid[] subscriptions =
        [
            .. customers.Take(customers.Length / 2).Select((customer, number) =>
                transaction.Save(Subscription(transaction, organization, product, customer, Moment(number, customers.Length / 2))).Id),
        ];
        for (var number = 0; number < orders; number++)
        {
            var place = number % customers.Length;
            var subscription = place < subscriptions.Length ? subscriptions[place] : (Guid?)null;
            var order = Order(transaction, organization, product, customers[place], subscription, Moment(number, orders));
            transaction.Save(order);
            if (number % 10 == 0)
            {
                transaction.Save(Checkout(transaction, order));
                transaction.Save(Seat(transaction, order));
            }
        }

        EventWriter.Write(transaction, [.. Enumerable.Range(0, orders).Select(number => Event(organization, customers[number % customers.Length], Moment(number, orders)))]);
        return orders;
    });

    private static DateTimeOffset Moment(int number, int count) => s_start + (s_year * ((double)number / count));

    private static SubscriptionRow Subscription(Transaction transaction, Guid organization, Guid product, Guid customer, DateTimeOffset started) => new()
    {
        Id = transaction.NewId(),
        OrganizationId = organization,
        CreatedAt = started,
        CustomerId = customer,
        ProductId = product,
        Prices = [],
        Amount = 1900,
        NetAmount = 1900,
        Currency = "usd",
        Interval = RecurringInterval.Month,
        IntervalCount = 1,
        Status = SubscriptionStatus.Active,
        PeriodStart = started,
        PeriodEnd = started.AddMonths(1),
        AnchorDay = started.Day,
        CanceledAt = started.Day % 4 == 0 ? started.AddDays(40) : null,
        EndsAt = started.Day % 4 == 0 ? started.AddDays(60) : null,
        Metadata = ValueMap<JsonScalar>.Empty,
        CustomFieldData = ValueMap<JsonScalar>.Empty,
    };

    private static OrderRow Order(
        Transaction transaction, Guid organization, Guid product, Guid customer, Guid? subscription, DateTimeOffset created) => new()
        {
            Id = transaction.NewId(),
            OrganizationId = organization,
            CreatedAt = created,
            Status = OrderStatus.Paid,
            Subtotal = 1900,
            Net = 1900,
            Tax = 400,
            PlatformFee = 165,
            Currency = "usd",
            BillingReason = OrderBillingReason.Purchase,
            CustomerId = customer,
            ProductId = product,
            SubscriptionId = subscription,
            Items = [],
            Metadata = ValueMap<JsonScalar>.Empty,
            CustomFieldData = ValueMap<JsonScalar>.Empty,
        };

    private static CheckoutRow Checkout(Transaction transaction, OrderRow order) => new()
    {
        Id = transaction.NewId(),
        OrganizationId = order.OrganizationId,
        CreatedAt = order.CreatedAt,
        OpenedAt = order.CreatedAt,
        ExpiresAt = order.CreatedAt.AddDays(1),
        ClientSecret = transaction.Random.Token("polar_c_"),
        Status = CheckoutStatus.Succeeded,
        Products = [order.ProductId!.Value],
        ProductId = order.ProductId!.Value,
        PriceId = transaction.NewId(),
        AdHocPrices = System.Collections.Immutable.ImmutableDictionary<Guid, System.Collections.Immutable.ImmutableList<ProductPrice>>.Empty,
        Currency = "usd",
        Amount = order.Net,
        Metadata = ValueMap<JsonScalar>.Empty,
        CustomerMetadata = ValueMap<JsonScalar>.Empty,
        CustomFieldData = ValueMap<JsonScalar>.Empty,
    };

    private static CustomerSeatRow Seat(Transaction transaction, OrderRow order) => new()
    {
        Id = transaction.NewId(),
        OrganizationId = order.OrganizationId,
        CreatedAt = order.CreatedAt,
        OrderId = order.Id,
        Status = SeatStatus.Claimed,
        CustomerId = order.CustomerId,
        ClaimedAt = order.CreatedAt.AddDays(3),
    };

    private static EventDraft Event(Guid organization, Guid customer, DateTimeOffset timestamp) => new()
    {
        OrganizationId = organization,
        Name = "call",
        Subject = new EventSubject(customer, null),
        Timestamp = timestamp,
        Metadata = EventMetadata.Of(("_cost", EventMetadata.Of(("amount", 0.25m), ("currency", "usd")))),
    };
}
