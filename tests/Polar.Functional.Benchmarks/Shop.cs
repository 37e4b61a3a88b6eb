using System.Collections.Concurrent;
using Polar.FakeServer.Entitlements.Benefits;
using Polar.FakeServer;
using Polar.FakeServer.SampleData;
using Polar.FakeServer.Sales.Checkouts;
using Polar.FakeServer.Organizations;
using Polar.FakeServer.Lists;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Entitlements.LicenseKeys;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Catalog.Discounts;
using Polar.FakeServer.Catalog.Benefits;
using Polar.Functional.Contracts;

namespace Polar.Benchmarks;

/// <summary>
/// A fake whose organization has so many customers, products and discounts, and for every customer a subscription, an order, a benefit and a license
/// key. Customers and products are made by the fake's own operations; one purchase is made the same way, and the other customers get copies of it.
/// </summary>
internal sealed class Shop : IAsyncDisposable
{
    private const string Prefix = "ACME";
    private const int MostActivations = 1_000_000_000;

    private static readonly ConcurrentDictionary<int, Lazy<World>> s_worlds = new();

    private readonly FakePolar _fake;

    private Shop(FakePolar fake)
    {
        _fake = fake;
        Http = fake.CreateHttpClient();
        Http.DefaultRequestHeaders.Authorization = new("Bearer", fake.AccessToken);
    }

    /// <summary>Holds the organization's token.</summary>
    private HttpClient Http { get; }

    public Guid Organization => _fake.Organization.Id;

    /// <summary>Opens a shop of that size; each size is made once, because a world is a value.</summary>
    public static async Task<Shop> OpenAsync(int size)
    {
        var fake = await FakePolar.StartAsync(new FakePolarOptions { Empty = true, StartTime = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero) });
        await fake.ExecuteAsync(transaction =>
        {
            transaction.ReplaceWorld(s_worlds.GetOrAdd(size, count => new(() => Make(transaction, count))).Value);
            return true;
        });
        return new Shop(fake);
    }

    /// <summary>Another fake with the same world.</summary>
    public Task<FakePolar> ForkAsync() => _fake.ForkAsync();

    public static string Email(int customer) => $"customer{customer}@acme.dev";

    public Task<byte[]> GetAsync(string path) => Http.ReadAsync(path);

    public Task<byte[]> PostAsync(string path, string json) => Http.ReadAsync(path, json);

    /// <summary>The id of the customer with that number.</summary>
    public Guid Customer(int number) => _fake.World.Customers.Find(Organization, CustomerRow.ByEmail, Email(number))!.Id;

    /// <summary>The key of the customer with that number.</summary>
    public string LicenseKey(int number) => _fake.World.LicenseKeys.OfCustomer(Organization, Customer(number))[0].Key;

    public Guid Product(int number) => _fake.World.Products.Of(Organization)[number].Id;

    public Guid Discount(int number) => _fake.World.Discounts.Of(Organization)[number].Id;

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _fake.DisposeAsync();
    }

    private static World Make(Transaction target, int size)
    {
        var history = new Backfill(target, target.World.Organizations.All.First().Id);
        var keys = history.Ask(transaction => new BenefitsOperations().Create(transaction, new BenefitLicenseKeysCreate
        {
            Description = "License",
            Properties = new BenefitLicenseKeysCreateProperties
            {
                Prefix = Prefix,
                Activations = new BenefitLicenseKeyActivationCreateProperties { Limit = MostActivations, EnableCustomerAdmin = true },
            },
        })).Id;
        for (var number = 0; number < size; number++)
        {
            AddProduct(history, number);
            AddCustomer(history, number);
            AddDiscount(history, number);
        }

        var product = history.World.Products.Of(history.Organization)[0].Id;
        var customers = history.World.Customers.Of(history.Organization);
        history.Ask(transaction => new ProductsOperations().UpdateBenefits(transaction, product, new ProductBenefitsUpdate { Benefits = [keys] }));
        Buy(history, product, customers[0].Id);
        history.Do(transaction =>
        {
            PurchaseCopies.Add(transaction, customers);
            return transaction.World;
        });
        return history.World;
    }

    private static void AddProduct(Backfill history, int number) => history.Ask(transaction =>
        new ProductsOperations().Create(transaction, new ProductCreateRecurring
        {
            Name = $"Plan {Shuffled(number)}",
            RecurringInterval = RecurringInterval.Month,
            Prices = [new ProductPriceFixedCreate { PriceAmount = 1000 + (number % 100) }],
            Metadata = [new("line", $"{number}")],
        }));

    private static void AddCustomer(Backfill history, int number) => history.Ask(transaction =>
        new CustomersOperations().Create(transaction, new CustomerIndividualCreate
        {
            Email = Email(number),
            Name = $"Customer {Shuffled(number)}",
            ExternalId = $"user-{number}",
            Metadata = [new("account", $"{number}")],
        }));

    private static void AddDiscount(Backfill history, int number) => history.Ask(transaction =>
        new DiscountsOperations().Create(transaction, new DiscountPercentageCreate
        {
            Name = $"Discount {number}",
            Code = Code(number),
            BasisPoints = 1000,
            Duration = DiscountDuration.Once,
        }));

    /// <summary>Names come in another order than rows, or sorting by them would have nothing to do.</summary>
    private static int Shuffled(int number) => (int)(number * 7919L % 1_000_003);

    public static string Code(int discount) => $"SAVE{discount}";

    private static void Buy(Backfill history, Guid product, Guid customer)
    {
        var checkout = history.Ask(transaction => new CheckoutsOperations().Create(
            transaction, new CheckoutCreate { Products = [product], CustomerId = customer }));
        history.Ask(transaction => new CheckoutsOperations().ClientConfirm(transaction, checkout.ClientSecret, new CheckoutConfirm
        {
            ConfirmationTokenId = "tok_visa",
            CustomerBillingName = "Ada Lovelace",
            CustomerBillingAddress = new AddressInput { Country = Country.SE },
        }));
    }
}
