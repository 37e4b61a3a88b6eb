// example: first steps program
using Polar.FakeServer;
using Polar.Functional.Contracts;
using Polar.Functional.CSharp;

// A Polar of your own, in this process: no account, no network, no card.
await using var fake = await FakePolar.StartAsync(new() { Empty = true });
var polar = new PolarClient(fake.CreateHttpClient(), new PolarOptions
{
    AccessToken = fake.AccessToken,
    Server = PolarServer.At(fake.Address),
});

// Every call yields a result: a value or an error, and no exception.
var created = await polar.Products.CreateAsync(new ProductCreateRecurring
{
    Name = "Pro",
    RecurringInterval = "month",
    Prices = [new ProductPriceFixedCreate { PriceAmount = 1900, PriceCurrency = "usd" }],
    Metadata = new() { ["plan"] = "pro" },
});
if (!created.TryGetValue(out var product, out var error))
{
    Console.Error.WriteLine(error.Message);
    return 1;
}

var checkout = await polar.Checkouts.CreateAsync(new CheckoutCreate { Products = [product.Id] });
Console.WriteLine(checkout.Match(
    ok: open => $"Buy {product.Name} at {open.Url}",
    error: failure => $"No checkout: {failure.Message}"));

// A list is asked for page by page, as far as it is read.
await polar.Customers.CreateAsync(CustomerCreate.Individual("ada@acme.dev") with { Name = "Ada Lovelace" });
await foreach (var customer in polar.Customers.ListAllAsync())
{
    Console.WriteLine($"Customer {customer.Name}");
}

return 0;
// end
