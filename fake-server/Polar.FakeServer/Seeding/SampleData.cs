using Bogus;
using Polar.Functional.Contracts;

namespace Polar.FakeServer;

/// <summary>
/// Sample data from a seed: made by the fake's own operations, at times in the past, so that everything fits together as it would after a year of
/// business.
/// </summary>
internal static class SampleData
{
    private const int Customers = 12;

    private static readonly string[] s_countries = ["US", "FR", "DE", "GB", "CA", "JP", "BR", "IN", "SE", "AU"];

    public static void Fill(Transaction target, Guid organization, int seed)
    {
        var history = new History(target, organization);
        var products = Catalog(history);
        var faker = new Faker { Random = new Randomizer(seed) };
        for (var index = 0; index < Customers; index++)
        {
            var name = faker.Name.FullName();
            var country = s_countries[index % s_countries.Length];
            var customer = history.Do(transaction => CustomerRules.Add(transaction, Customer(transaction, organization, name, country, index)));
            var product = products[index % products.Length];
            history.Do(transaction => Buy(transaction, product, customer));
            history.Pass(TimeSpan.FromDays(faker.Random.Int(1, 9)));
        }

        End(history, organization);
        history.Finish();
    }

    private static Guid[] Catalog(History history)
    {
        var meter = history.Do(transaction => Meter(transaction, history.Organization));
        var keys = history.Ask(transaction => new BenefitsOperations().Create(transaction, new BenefitLicenseKeysCreate
        {
            Description = "Desktop app license",
            Properties = new BenefitLicenseKeysCreateProperties
            {
                Prefix = "ACME",
                Activations = new BenefitLicenseKeyActivationCreateProperties { Limit = 3, EnableCustomerAdmin = true },
            },
        }));
        var note = history.Ask(transaction => new BenefitsOperations().Create(transaction, new BenefitCustomCreate
        {
            Description = "Priority support",
            Properties = new BenefitCustomCreateProperties { Note = "Write to support@acme.example." },
        }));
        ProductCreate[] bodies =
        [
            Recurring("Starter", RecurringInterval.Month, new ProductPriceFixedCreate { PriceAmount = 900 }),
            Recurring("Pro", RecurringInterval.Month, new ProductPriceFixedCreate { PriceAmount = 2900 }),
            Recurring("Pro yearly", RecurringInterval.Year, new ProductPriceFixedCreate { PriceAmount = 29000 }),
            Recurring("Free", RecurringInterval.Month, new ProductPriceFixedCreate { PriceAmount = 0 }),
            Recurring("Team", RecurringInterval.Month, new ProductPriceSeatBasedCreate
            {
                SeatTiers = new ProductPriceSeatTiersInput
                {
                    Tiers =
                    [
                        new ProductPriceSeatTier { MinSeats = 1, MaxSeats = 9, PricePerSeat = 1500 },
                        new ProductPriceSeatTier { MinSeats = 10, PricePerSeat = 1200 },
                    ],
                },
            }),
            Recurring("API", RecurringInterval.Month, new ProductPriceFixedCreate { PriceAmount = 500 }, new ProductPriceMeteredUnitCreate
            {
                MeterId = meter.Id,
                UnitAmount = 0.05m,
            }),
            new ProductCreateOneTime { Name = "E-book", Prices = [new ProductPriceFixedCreate { PriceAmount = 1900 }] },
            new ProductCreateOneTime
            {
                Name = "Donation",
                Prices = [new ProductPriceCustomCreate { MinimumAmount = 100, PresetAmount = 1000 }],
            },
        ];
        var products = bodies.Select(body => history.Ask(transaction => new ProductsOperations().Create(transaction, body)).Id).ToArray();
        history.Ask(transaction => new ProductsOperations().UpdateBenefits(transaction, products[1], new ProductBenefitsUpdate { Benefits = [keys.Id, note.Id] }));
        history.Ask(transaction => new ProductsOperations().UpdateBenefits(transaction, products[6], new ProductBenefitsUpdate { Benefits = [keys.Id] }));
        return products;
    }

    /// <summary>Not everybody stays: one has canceled, one leaves at the end of the period.</summary>
    private static void End(History history, Guid organization)
    {
        var active = history.World.Subscriptions.Of(organization).Where(row => row.IsActive).Select(row => row.Id).ToArray();
        if (active.Length < 3)
        {
            return;
        }

        history.Do(transaction => SubscriptionRules.Revoke(transaction, transaction.World.Subscriptions[active[0]]));
        history.Ask(transaction => new SubscriptionsOperations().Update(transaction, active[1], new SubscriptionCancel { CancelAtPeriodEnd = true }));
    }

    private static ProductCreateRecurring Recurring(string name, RecurringInterval interval, params ProductPriceCreate[] prices) => new()
    {
        Name = name,
        RecurringInterval = interval,
        Prices = prices,
    };

    private static MeterRow Meter(Transaction transaction, Guid organization)
    {
        var row = new MeterRow(new Meter
        {
            Id = transaction.NewId(),
            CreatedAt = transaction.Now,
            ModifiedAt = null,
            Metadata = ValueMap<JsonScalar>.Empty,
            Name = "API calls",
            Unit = MeterUnit.Scalar,
            Filter = new Filter
            {
                Conjunction = FilterConjunction.And,
                Clauses = [new FilterClause { Property = "name", Operator = FilterOperator.Eq, Value = "api.call" }],
            },
            Aggregation = new CountAggregation(),
            OrganizationId = organization,
        });
        transaction.World = transaction.World with { Meters = transaction.World.Meters.Add(row) };
        return row;
    }

    private static CustomerIndividual Customer(Transaction transaction, Guid organization, string name, string country, int index)
    {
        var email = $"{string.Concat(name.Where(char.IsAsciiLetter)).ToLowerInvariant()}@mail.example";
        return new CustomerIndividual
        {
            Id = transaction.NewId(),
            CreatedAt = transaction.Now,
            ModifiedAt = null,
            Metadata = [new("source", index % 2 == 0 ? "web" : "app")],
            ExternalId = $"user-{index + 1}",
            Email = email,
            EmailVerified = false,
            Name = name,
            BillingName = name,
            BillingAddress = new Address { Country = new Country(country) },
            TaxId = null,
            Locale = null,
            OrganizationId = organization,
            DefaultPaymentMethodId = null,
            DeletedAt = null,
            FirstUserEventAt = null,
            AvatarUrl = CustomerRules.Avatar(email),
        };
    }

    private static CheckoutRow Buy(Transaction transaction, Guid product, CustomerRow customer)
    {
        var outcome = new CheckoutsOperations().Create(transaction, new CheckoutCreate { Products = [product], CustomerId = customer.Id });
        var checkout = transaction.World.Checkouts[outcome.Value!.Id];
        var address = customer.Shown.BillingAddress!;
        CheckoutConfirmation.Confirm(transaction, checkout, new CheckoutConfirm
        {
            ConfirmationTokenId = "tok_visa",
            CustomerBillingAddress = new AddressInput
            {
                Country = address.Country,
                State = address.Country.Value switch { "US" => "US-NY", "CA" => "CA-QC", _ => null },
                Line1 = "1 Main Street",
                City = "Springfield",
                PostalCode = "12345",
            },
        });
        return transaction.World.Checkouts[checkout.Id];
    }
}
