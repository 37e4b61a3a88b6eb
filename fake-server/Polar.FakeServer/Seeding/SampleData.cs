using Bogus;
using Polar.Functional.Contracts;

namespace Polar.FakeServer;

/// <summary>
/// Sample data from a seed: made by the fake's own operations, at times in the past, so that everything fits together as it would after months of
/// business.
/// </summary>
internal static class SampleData
{
    private const int LongestPause = 4;

    private static readonly TimeSpan s_trialsBegin = TimeSpan.FromDays(6);

    private static readonly string[] s_countries = ["US", "FR", "DE", "GB", "CA", "JP", "BR", "IN", "SE", "AU"];

    public static void Fill(Transaction target, Guid organization, int seed)
    {
        var history = new History(target, organization);
        var faker = new Faker { Random = new Randomizer(seed) };
        var catalog = SampleCatalog.Make(history);
        Guid[] renewing = [.. catalog.Subscriptions.Where(product => product != catalog.Trial)];
        var buyers = 0;

        // Everything twice, and what renews most often once more: something has to happen to it later.
        foreach (var product in (Guid[])[.. renewing, .. catalog.Purchases, .. renewing, .. catalog.Purchases, .. catalog.Purchases, .. renewing])
        {
            Buy(history, product, faker, buyers++);
            history.Pass(TimeSpan.FromDays(faker.Random.Int(1, LongestPause)));
        }

        history.PassUntilLeft(s_trialsBegin);
        Buy(history, catalog.Trial, faker, buyers);
        SampleStates.Spread(history);
        history.Finish();
    }

    private static void Buy(History history, Guid product, Faker faker, int index)
    {
        var name = faker.Name.FullName();
        var country = s_countries[index % s_countries.Length];
        var address = new AddressInput
        {
            Country = new Country(country),
            State = country switch { "US" => "US-NY", "CA" => "CA-QC", "BR" => "BR-SP", "IN" => "IN-KA", "AU" => "AU-NSW", _ => null },
            Line1 = faker.Address.StreetAddress(),
            City = faker.Address.City(),
            PostalCode = faker.Random.ReplaceNumbers("#####"),
        };
        var customer = history.Ask(transaction => new CustomersOperations().Create(transaction, new CustomerIndividualCreate
        {
            Email = $"{string.Concat(name.Where(char.IsAsciiLetter)).ToLowerInvariant()}{index}@mail.example",
            Name = name,
            ExternalId = $"user-{index + 1}",
            BillingAddress = address,
            Metadata = [new("source", index % 2 == 0 ? "web" : "app")],
        }));
        var checkout = history.Ask(transaction => new CheckoutsOperations().Create(
            transaction, new CheckoutCreate { Products = [product], CustomerId = customer.Id }));
        history.Ask(transaction => new CheckoutsOperations().ClientConfirm(
            transaction, checkout.ClientSecret, new CheckoutConfirm { ConfirmationTokenId = "tok_visa", CustomerBillingName = name, CustomerBillingAddress = address }));
    }
}
