using Bogus;
using Polar.FakeServer.Billing.Subscriptions;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Sales.Checkouts;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.SampleData;

/// <summary>
/// Sample data from a seed: made by the fake's own operations, at times in the past, so that everything fits together as it would after months of
/// business.
/// </summary>
internal static class SampleData
{
    private const int LongestPause = 4;
    private const int MostPeople = 40;

    private static readonly TimeSpan s_trialsBegin = TimeSpan.FromDays(6);

    private static readonly string[] s_countries = ["US", "FR", "DE", "GB", "CA", "JP", "BR", "IN", "SE", "AU"];

    public static void Fill(Transaction target, Guid organization, int seed)
    {
        // People are made beside the catalog: reading names and places for the first time takes longer than all of the catalog.
        var making = Task.Run(() => People(seed));
        var history = new Backfill(target, organization);
        var catalog = SampleCatalog.Make(history);
        Guid[] renewing = [.. catalog.Subscriptions.Where(product => product != catalog.Trial)];

        // Everything twice, and what renews most often once more: something has to happen to it later.
        Guid[] bought = [.. renewing, .. catalog.Purchases, .. renewing, .. catalog.Purchases, .. catalog.Purchases, .. renewing];
        var people = making.GetAwaiter().GetResult();
        foreach (var (index, product) in bought.Index())
        {
            Buy(history, product, people[index], index);
            history.Pass(people[index].Pause);
        }

        history.PassUntilLeft(s_trialsBegin);
        Buy(history, catalog.Trial, people[bought.Length], bought.Length);
        SampleStates.SeedEdgeStates(history);
        history.Finish();
    }

    private static Person[] People(int seed)
    {
        var faker = new Faker { Random = new Randomizer(seed) };
        Person Next() => new(
            faker.Name.FullName(),
            faker.Address.StreetAddress(),
            faker.Address.City(),
            faker.Random.ReplaceNumbers("#####"),
            TimeSpan.FromDays(faker.Random.Int(1, LongestPause)));
        return [.. Enumerable.Range(0, MostPeople).Select(_ => Next())];
    }

    private static void Buy(Backfill history, Guid product, Person person, int index)
    {
        var name = person.Name;
        var country = s_countries[index % s_countries.Length];
        var address = new AddressInput
        {
            Country = new Country(country),
            State = country switch { "US" => "US-NY", "CA" => "CA-QC", "BR" => "BR-SP", "IN" => "IN-KA", "AU" => "AU-NSW", _ => null },
            Line1 = person.Street,
            City = person.City,
            PostalCode = person.PostalCode,
        };
        var customer = history.Ask(transaction => new CustomersOperations().Create(transaction, new CustomerIndividualCreate
        {
            Email = $"{string.Concat(name.Where(char.IsAsciiLetter)).ToLowerInvariant()}{index}@mail.example",
            Name = name,
            ExternalId = $"user-{index + 1}",
            BillingAddress = address,
            Metadata = [new("source", index % 2 == 0 ? "web" : "app")],
        }));
        var checkout = history.Ask(transaction => CheckoutCreation.Create(
            transaction, new CheckoutCreate { Products = [product], CustomerId = customer.Id }));
        history.Ask(transaction => CheckoutConfirmation.Confirm(
            transaction, checkout, new CheckoutConfirm { ConfirmationTokenId = "tok_visa", CustomerBillingName = name, CustomerBillingAddress = address }));
    }

    /// <summary>Somebody who buys, and how long it takes until the next one does.</summary>
    private sealed record Person(string Name, string Street, string City, string PostalCode, TimeSpan Pause);
}
