using Polar.Functional.Contracts;

namespace Polar.FakeServer;

/// <summary>The payment went through, or none was needed: the purchase happens.</summary>
internal sealed record CheckoutSuccessJob(Guid Checkout) : IJob
{
    public void Run(Transaction transaction)
    {
        var row = transaction.World.Checkouts[Checkout];
        var money = CheckoutMoney.Of(transaction.World, row);
        var product = transaction.World.Products[row.ProductId];
        transaction.World = transaction.World with { Products = transaction.World.Products.Update(product with { IsSold = true }) };
        var subscription = product.Shown.IsRecurring ? SubscriptionRules.Begin(transaction, row) : null;
        var order = OrderRules.OfCheckout(transaction, row, money, subscription);
        CheckoutsOperations.Save(transaction, row with { Status = CheckoutStatus.Succeeded, ModifiedAt = transaction.Now });
        if (product.ActivePrices.Any(price => price is ProductPriceSeatBased))
        {
            // Seats give benefits when they are claimed, not when they are bought.
            return;
        }

        GrantPlanner.Grant(
            transaction,
            new GrantScope(row.CustomerId!.Value, row.ProductId, subscription?.Id, subscription is null ? order.Id : null));
        if (subscription is not null)
        {
            CustomerStateJob.Queue(transaction, row.CustomerId.Value);
        }
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
        transaction.World = transaction.World with { Checkouts = transaction.World.Checkouts.Update(expired) };
        transaction.Publish(row.OrganizationId, "checkout.expired", CheckoutProjection.Show(transaction, expired));
    }
}
