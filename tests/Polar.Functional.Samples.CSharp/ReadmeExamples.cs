using Polar.FakeServer;

namespace Shop;

/// <summary>What the README shows.</summary>
public static class ReadmeExamples
{
    public static async Task<string> SellAsync(PolarServer server, string token, Guid id)
    {
        // example: readme client
        var polar = new PolarClient(new PolarOptions { AccessToken = token, Server = server }); // PolarServer.Sandbox

        var url =
            from product in polar.Products.CreateAsync(new ProductCreateOneTime
            {
                Name = "E-book",
                Prices = [new ProductPriceFixedCreate { PriceAmount = 1900 }],
            })
            from checkout in polar.Checkouts.CreateAsync(new CheckoutCreate { Products = [product.Id] })
            select checkout.Url;
        string goTo = (await url).Match(ok: address => address, error: failure => $"/sorry?{failure.Message}");

        string greeting = await polar.Customers.GetAsync(id) switch
        {
            { IsOk: true, Value: var customer } => $"Hello {customer.Name}",
            { Error: NotFoundOrInvalidError.ResourceNotFound } => "Who is that?",
            { Error: var error } => error.Message,
        };
        // end
        return $"{goTo} {greeting}";
    }

    public static async Task<int> RenewalAsync()
    {
        // example: readme fake
        await using var fake = await FakePolar.StartAsync(new() { Empty = true });
        var polar = fake.Client;

        var product = (await polar.Products.CreateAsync(new ProductCreateRecurring
        {
            Name = "Pro",
            RecurringInterval = RecurringInterval.Month,
            Prices = [new ProductPriceFixedCreate { PriceAmount = 1900 }],
        })).GetValueOrThrow();
        var checkout = (await polar.Checkouts.CreateAsync(new CheckoutCreate { Products = [product.Id] })).GetValueOrThrow();
        await polar.Checkouts.ClientConfirmAsync(checkout.ClientSecret, new CheckoutConfirm
        {
            ConfirmationTokenId = "tok_visa", // tok_decline is declined
            CustomerEmail = "ada@acme.dev",
            CustomerBillingName = "Ada Lovelace",
            CustomerBillingAddress = new AddressInput { Country = Country.SE },
        });

        await fake.Clock.AdvanceAsync("P1M"); // the subscription renews, its webhooks are sent

        var orders = (await polar.Orders.ListAsync()).GetValueOrThrow();
        int paid = fake.Webhooks.Events.Count(published => published.Type == "order.paid"); // 2, as orders.Items.Count
        // end
        return orders.Items.Count == paid ? paid : -1;
    }
}
