using Polar.FakeServer.Billing.Orders;
using Polar.FakeServer.Billing.Payments;
using Polar.FakeServer.Billing.Seats;
using Polar.FakeServer.Billing.Subscriptions;
using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Entitlements.Grants;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Simulation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Sales.Checkouts;

/// <summary>The payment went through, or none was needed: the purchase happens.</summary>
internal sealed record CheckoutSuccessJob(Guid Checkout) : IJob
{
    public void Run(Transaction transaction)
    {
        var row = transaction.World.Checkouts[Checkout];
        var product = transaction.World.Products[row.ProductId];
        var payment = Payment(transaction, row);
        var purchase = CheckoutPurchase.Of(transaction.World, row);
        var subscription = product.Resource.IsRecurring ? SubscriptionRules.OfPurchase(transaction, purchase) : null;
        if (subscription is not null && product.HasSeats)
        {
            CustomerRules.MakeTeam(transaction, subscription.CustomerId);
        }

        var order = OrderRules.OfPurchase(transaction, purchase, subscription, payment);
        if (order.Seats is not null)
        {
            CustomerRules.MakeTeam(transaction, order.CustomerId);
        }

        CustomerSeatRules.ClaimForBuyer(transaction, purchase, subscription, order);
        if (subscription is not null)
        {
            CheckoutDiscounts.Link(transaction, row, subscription);
        }

        if (row.TrialEnd is not null)
        {
            TrialRedemptions.Record(transaction, row);
        }

        CheckoutsOperations.Save(transaction, row with
        {
            Status = CheckoutStatus.Succeeded,
            ModifiedAt = transaction.Now,
            IntentStatus = "succeeded",
        });
        Follow(transaction, row, product, subscription, order);
    }

    private static PaymentRow? Payment(Transaction transaction, CheckoutRow row)
    {
        var money = CheckoutMoney.Of(transaction.World, row);
        return money.IsPaymentRequired
            ? PaymentRules.Record(
                transaction,
                row.OrganizationId,
                new PaymentAttempt(row.Id, money.TotalAmount, row.Currency, row.CustomerEmail, row.CustomerId, row.CardToken!),
                PaymentTrigger.Purchase,
                refusal: null)
            : null;
    }

    /// <summary>What seats give comes when they are claimed; everything else comes at once.</summary>
    private static void Follow(Transaction transaction, CheckoutRow row, ProductRow product, SubscriptionRow? subscription, OrderRow order)
    {
        var customer = row.CustomerId!.Value;
        var hasSeats = subscription is null ? order.Seats is not null : product.HasSeats;
        if (!hasSeats)
        {
            GrantPlanner.Grant(transaction, new GrantScope(customer, row.ProductId, subscription?.Id, subscription is null ? order.Id : null));
        }

        if (subscription is not null)
        {
            CustomerStateJob.Queue(transaction, customer);
        }
    }
}

/// <summary>The processor reports a card that was refused: the session is open for another try.</summary>
/// <param name="Checkout">The session.</param>
/// <param name="Attempt">What was tried; null where a card was only to be kept.</param>
/// <param name="Refusal">What the processor reports.</param>
internal sealed record CheckoutFailureJob(Guid Checkout, PaymentAttempt? Attempt, CardRefusal Refusal) : IJob
{
    public void Run(Transaction transaction)
    {
        var row = transaction.World.Checkouts[Checkout];
        if (Attempt is not null)
        {
            PaymentRules.Record(transaction, row.OrganizationId, Attempt, PaymentTrigger.Purchase, Refusal);
        }

        if (row.Status != CheckoutStatus.Open && row.Status != CheckoutStatus.Confirmed)
        {
            return;
        }

        CheckoutDiscounts.Release(transaction, row);
        CheckoutsOperations.Save(transaction, row with
        {
            Status = CheckoutStatus.Open,
            ModifiedAt = transaction.Now,
            IntentStatus = null,
            CardToken = null,
            LastRefusal = Refusal,
        });
    }
}

/// <summary>A session that nobody finished in time is over.</summary>
internal sealed record CheckoutExpiryJob(Guid Checkout) : IJob
{
    /// <summary>Polar looks every quarter of an hour.</summary>
    public static DateTimeOffset SweepAfter(DateTimeOffset expiry)
    {
        var quarter = TimeSpan.FromMinutes(15).Ticks;
        return new DateTimeOffset(((expiry.Ticks / quarter) + 1) * quarter, TimeSpan.Zero);
    }

    public void Run(Transaction transaction)
    {
        var row = transaction.World.Checkouts[Checkout];
        if (row.Status != CheckoutStatus.Open)
        {
            return;
        }

        var expired = row with { Status = CheckoutStatus.Expired, ModifiedAt = transaction.Now };
        transaction.Save(expired);
        var shown = CheckoutProjection.ToResource(transaction, expired);
        transaction.Publish(row.OrganizationId, "checkout.expired", _ => shown);
    }
}
