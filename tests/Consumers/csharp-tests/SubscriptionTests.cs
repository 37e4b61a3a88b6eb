using Microsoft.VisualStudio.TestTools.UnitTesting;
using Polar.FakeServer;
using Polar.Functional.Contracts;
using Polar.Functional.CSharp;

[assembly: Parallelize]

namespace Shop.Tests;

[TestClass]
public sealed class SubscriptionTests
{
    [TestMethod]
    public async Task A_subscription_renews_after_a_month()
    {
        await using var fake = await FakePolar.StartAsync(new FakePolarOptions { Empty = true });
        var polar = fake.Client;
        var product = (await polar.Products.CreateAsync(new ProductCreateRecurring
        {
            Name = "Pro",
            RecurringInterval = RecurringInterval.Month,
            Prices = [new ProductPriceFixedCreate { PriceAmount = 1900 }],
        })).GetValueOrThrow();
        var checkout = (await polar.Checkouts.CreateAsync(new CheckoutCreate { Products = [product.Id] })).GetValueOrThrow();
        (await polar.Checkouts.ClientConfirmAsync(checkout.ClientSecret, new CheckoutConfirm
        {
            ConfirmationTokenId = "tok_visa",
            CustomerEmail = "ada@acme.dev",
            CustomerBillingName = "Ada Lovelace",
            CustomerBillingAddress = new AddressInput { Country = Country.SE },
        })).GetValueOrThrow();

        await fake.Clock.AdvanceAsync("P1M");

        var orders = (await polar.Orders.ListAsync()).GetValueOrThrow();
        Assert.HasCount(2, orders.Items);
    }
}
