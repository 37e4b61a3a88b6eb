using Polar.FakeServer.Catalog.Benefits;
using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Entitlements.Benefits;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.SampleData;

/// <summary>What the sample organization sells: something of every pricing kind.</summary>
/// <param name="Subscriptions">Products that renew.</param>
/// <param name="Purchases">Products that are bought once.</param>
/// <param name="Trial">The product that begins with a trial.</param>
/// <param name="Newer">Products with prices that older clients do not read.</param>
internal sealed record SampleCatalog(IReadOnlyList<Guid> Subscriptions, IReadOnlyList<Guid> Purchases, Guid Trial, IReadOnlyList<Guid> Newer)
{
    public Guid Starter => Subscriptions[0];

    public Guid Pro => Subscriptions[1];

    public Guid Team => Subscriptions[4];

    public Guid Api => Subscriptions[5];

    public Guid Book => Purchases[0];

    public static SampleCatalog Make(Backfill history, FakeSampleData kind)
    {
        var meter = SampleUsage.Meter(history);
        var fields = SampleOffers.Fields(history);
        var keys = history.Ask(transaction => new BenefitsOperations().Create(transaction, new BenefitLicenseKeysCreate
        {
            Description = "Desktop app license",
            Properties = new BenefitLicenseKeysCreateProperties
            {
                Prefix = "ACME",
                Activations = new BenefitLicenseKeyActivationCreateProperties { Limit = 3, EnableCustomerAdmin = true },
            },
        })).Id;
        var support = history.Ask(transaction => new BenefitsOperations().Create(transaction, new BenefitCustomCreate
        {
            Description = "Priority support",
            Properties = new BenefitCustomCreateProperties { Note = "Write to support@acme.example." },
        })).Id;
        var file = SampleOffers.File(history);
        var chapter = history.Ask(transaction => new BenefitsOperations().Create(transaction, new BenefitDownloadablesCreate
        {
            Description = "The first chapter",
            Properties = new BenefitDownloadablesCreateProperties { Files = [file] },
        })).Id;
        var trial = Add(
            history,
            Recurring("Studio", RecurringInterval.Month, Fixed(3900)) with { TrialInterval = TrialInterval.Day, TrialIntervalCount = 14 },
            support);
        return new SampleCatalog(
            [
                Add(history, Recurring("Starter", RecurringInterval.Month, Fixed(900))),
                Add(history, Recurring("Pro", RecurringInterval.Month, Fixed(2900)) with { AttachedCustomFields = [.. fields] }, keys, support),
                Add(history, Recurring("Pro yearly", RecurringInterval.Year, Fixed(29000)), keys, support),
                Add(history, Recurring("Free", RecurringInterval.Month, Fixed(0))),
                Add(history, Recurring("Team", RecurringInterval.Month, Seats())),
                Add(history, Recurring("API", RecurringInterval.Month, Fixed(500), new ProductPriceMeteredUnitCreate { MeterId = meter, UnitAmount = 0.05m })),
            ],
            [
                Add(history, new ProductCreateOneTime { Name = "E-book", Prices = [Fixed(1900)] }, keys, chapter),
                Add(history, new ProductCreateOneTime { Name = "Donation", Prices = [new ProductPriceCustomCreate { MinimumAmount = 100, PresetAmount = 1000 }] }),
            ],
            trial,
            kind == FakeSampleData.Usual
                ? []
                :
                [
                    Add(history, Recurring("API at scale", RecurringInterval.Month, Fixed(4900), new ProductPriceMeteredTiersCreate { MeterId = meter, Tiers = Tiers(0.04m, 0.02m) })),
                    Add(history, Recurring("Build agents", RecurringInterval.Month, new ProductPriceUnitBasedCreate { Tiers = Tiers(1200m, 900m), MinimumUnits = 2 })),
                ]);
    }

    private static Guid Add(Backfill history, ProductCreate body, params Guid[] benefits)
    {
        var id = history.Ask(transaction => new ProductsOperations().Create(transaction, body)).Id;
        if (benefits.Length > 0)
        {
            history.Ask(transaction => new ProductsOperations().UpdateBenefits(transaction, id, new ProductBenefitsUpdate { Benefits = benefits }));
        }

        return id;
    }

    private static ProductCreateRecurring Recurring(string name, RecurringInterval interval, params ProductPriceCreate[] prices) => new()
    {
        Name = name,
        RecurringInterval = interval,
        Prices = prices,
    };

    private static ProductPriceFixedCreate Fixed(long amount) => new() { PriceAmount = amount };

    private static ProductPriceSeatBasedCreate Seats() => new()
    {
        SeatTiers = new ProductPriceSeatTiersInput
        {
            Tiers =
            [
                new ProductPriceSeatTier { MinSeats = 1, MaxSeats = 9, PricePerSeat = 1500 },
                new ProductPriceSeatTier { MinSeats = 10, PricePerSeat = 1200 },
            ],
        },
    };

    private static TiersInput Tiers(decimal first, decimal further) => new()
    {
        Type = TierType.Graduated,
        Tiers = [new TierInput { Bound = 10, UnitAmount = first }, new TierInput { UnitAmount = further }],
    };
}
