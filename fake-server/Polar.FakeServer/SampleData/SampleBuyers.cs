using Bogus;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Sales.Checkouts;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.SampleData;

/// <summary>The people who buy, one after the other.</summary>
internal sealed class SampleBuyers(Backfill history, Task<SamplePerson[]> making)
{
    /// <summary>A card that pays.</summary>
    public const string Card = "tok_visa";

    /// <summary>A card that pays once, and is declined when what was bought renews.</summary>
    public const string FailingCard = "ctoken_decline_renewal_insufficient_funds";

    private const int Most = 48;
    private const int LongestPause = 3;

    private static readonly string[] s_countries = ["US", "FR", "DE", "GB", "CA", "JP", "BR", "IN", "SE", "AU"];

    private SamplePerson[]? _people;
    private int _next;

    /// <summary>Makes people from a seed, beside everything else: reading names and places for the first time takes long.</summary>
    public static SampleBuyers Begin(Backfill history, int seed) => new(history, Task.Run(() => People(seed)));

    /// <summary>The next one buys, and gets an account with the merchant first.</summary>
    /// <returns>How long it takes until somebody else does.</returns>
    public TimeSpan Buy(Guid product, string card = Card, string? discountCode = null, ValueMap<JsonScalar>? answers = null, long? seats = null)
    {
        var (person, index, address) = Next();
        var customer = history.Ask(transaction => new CustomersOperations().Create(transaction, new CustomerIndividualCreate
        {
            Email = person.EmailOf(index),
            Name = person.Name,
            ExternalId = $"user-{index + 1}",
            BillingAddress = address,
            Metadata = [new("source", index % 2 == 0 ? "web" : "app")],
        }));
        var checkout = history.Ask(transaction => CheckoutCreation.Create(
            transaction, new CheckoutCreate { Products = [product], CustomerId = customer.Id, Seats = seats }));
        history.Ask(transaction => CheckoutConfirmation.Confirm(transaction, checkout, new CheckoutConfirm
        {
            ConfirmationTokenId = card,
            CustomerBillingName = person.Name,
            CustomerBillingAddress = address,
            DiscountCode = discountCode,
            CustomFieldData = answers,
        }));
        return person.Pause;
    }

    /// <summary>The next one looks, fills in an address, and goes away.</summary>
    public void Look(Guid product)
    {
        var (person, index, address) = Next();
        history.Ask(transaction => CheckoutCreation.Create(transaction, new CheckoutCreate
        {
            Products = [product],
            CustomerEmail = person.EmailOf(index),
            CustomerBillingAddress = address,
        }));
    }

    private (SamplePerson Person, int Index, AddressInput Address) Next()
    {
        _people ??= making.GetAwaiter().GetResult();
        var index = _next++;
        var person = _people[index];
        var country = s_countries[index % s_countries.Length];
        return (person, index, new AddressInput
        {
            Country = new Country(country),
            State = country switch { "US" => "US-NY", "CA" => "CA-QC", "BR" => "BR-SP", "IN" => "IN-KA", "AU" => "AU-NSW", _ => null },
            Line1 = person.Street,
            City = person.City,
            PostalCode = person.PostalCode,
        });
    }

    private static SamplePerson[] People(int seed)
    {
        var faker = new Faker { Random = new Randomizer(seed) };
        SamplePerson Next() => new(
            faker.Name.FullName(),
            faker.Address.StreetAddress(),
            faker.Address.City(),
            faker.Random.ReplaceNumbers("#####"),
            TimeSpan.FromDays(faker.Random.Int(1, LongestPause)));
        return [.. Enumerable.Range(0, Most).Select(_ => Next())];
    }
}

/// <summary>Somebody who buys, and how long it takes until the next one does.</summary>
internal sealed record SamplePerson(string Name, string Street, string City, string PostalCode, TimeSpan Pause)
{
    public string EmailOf(int index) => $"{string.Concat(Name.Where(char.IsAsciiLetter)).ToLowerInvariant()}{index}@mail.example";
}
