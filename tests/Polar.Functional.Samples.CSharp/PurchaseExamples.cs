namespace Shop;

/// <summary>From a product to its orders.</summary>
public static class PurchaseExamples
{
    public static PolarClient Client(string token)
    {
        // example: client
        var polar = new PolarClient(new PolarOptions { AccessToken = token, Server = PolarServer.Sandbox });
        // end
        return polar;
    }

    public static async Task<string> ProductAsync(PolarClient polar)
    {
        // example: product
        var created = await polar.Products.CreateAsync(new ProductCreateRecurring
        {
            Name = "Pro",
            RecurringInterval = RecurringInterval.Month,
            Prices = [new ProductPriceFixedCreate { PriceAmount = 1900, PriceCurrency = PresentmentCurrency.Usd }],
        });

        string text = created.Match(
            ok: product => $"{product.Name} is {product.Id}",
            error: error => error.Message);
        // end
        return text;
    }

    public static async Task<string> CheckoutAsync(PolarClient polar, Guid productId)
    {
        // example: checkout
        var checkout = await polar.Checkouts.CreateAsync(new CheckoutCreate
        {
            Products = [productId],
            ExternalCustomerId = "user-7",
            SuccessUrl = "https://example.org/thanks",
        });

        string goTo = checkout.Match(ok: open => open.Url, error: _ => "/sorry");
        // end
        return goTo;
    }

    public static async Task<long> OrdersAsync(PolarClient polar, Guid productId)
    {
        // example: orders
        long revenue = 0;
        await foreach (var order in polar.Orders.ListAllAsync(new() { ProductId = [productId] }))
        {
            revenue += order.NetAmount;
        }
        // end
        return revenue;
    }

    public static async Task<string> CustomerSessionAsync(PolarClient polar, string session)
    {
        // example: call options
        var orders = await polar.CustomerPortal.Orders.ListAsync(
            options: new() { AccessToken = session, Timeout = TimeSpan.FromSeconds(5) });
        // end
        return orders.Match(page => $"{page.Pagination.TotalCount} orders", error => error.Message);
    }

    public static async Task<string> CancelAsync(PolarClient polar, Guid subscriptionId)
    {
        // example: subscription update
        var canceled = await polar.Subscriptions.UpdateAsync(
            subscriptionId,
            SubscriptionUpdate.CancelAtPeriodEnd(customerCancellationComment: "Moved on."));
        // end
        return canceled.Match(subscription => subscription.Status.Value, error => error.Message);
    }

    public static async Task<string> RenameAsync(PolarClient polar, Guid customerId)
    {
        // example: change
        var changed = await polar.Customers.UpdateAsync(customerId, new CustomerUpdate
        {
            Name = "Ada Lovelace",
            TaxId = Optional.Null,
        });
        // end
        return changed.Match(customer => customer.Name ?? "", error => error.Message);
    }
}
