using Polar.FakeServer.Catalog.Benefits;
using Polar.FakeServer.Catalog.Meters;
using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Entitlements.Benefits;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.SampleData;

/// <summary>What the sample organization sells: something of every pricing kind.</summary>
/// <param name="Subscriptions">Products that renew.</param>
/// <param name="Purchases">Products that are bought once.</param>
/// <param name="Trial">The product that begins with a trial.</param>
internal sealed record SampleCatalog(IReadOnlyList<Guid> Subscriptions, IReadOnlyList<Guid> Purchases, Guid Trial)
{
    public static SampleCatalog Make(Backfill history)
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
        })).Id;
        var support = history.Ask(transaction => new BenefitsOperations().Create(transaction, new BenefitCustomCreate
        {
            Description = "Priority support",
            Properties = new BenefitCustomCreateProperties { Note = "Write to support@acme.example." },
        })).Id;
        var trial = Add(
            history,
            Recurring("Studio", RecurringInterval.Month, Fixed(3900)) with { TrialInterval = TrialInterval.Day, TrialIntervalCount = 14 },
            support);
        return new SampleCatalog(
            [
                Add(history, Recurring("Starter", RecurringInterval.Month, Fixed(900))),
                Add(history, Recurring("Pro", RecurringInterval.Month, Fixed(2900)), keys, support),
                Add(history, Recurring("Pro yearly", RecurringInterval.Year, Fixed(29000)), keys, support),
                Add(history, Recurring("Free", RecurringInterval.Month, Fixed(0))),
                Add(history, Recurring("Team", RecurringInterval.Month, Seats())),
                Add(history, Recurring("API", RecurringInterval.Month, Fixed(500), new ProductPriceMeteredUnitCreate { MeterId = meter.Id, UnitAmount = 0.05m })),
                Add(history, Recurring("API at scale", RecurringInterval.Month, Fixed(4900), new ProductPriceMeteredTiersCreate { MeterId = meter.Id, Tiers = Tiers(0.04m, 0.02m) })),
                Add(history, Recurring("Build agents", RecurringInterval.Month, new ProductPriceUnitBasedCreate { Tiers = Tiers(1200m, 900m), MinimumUnits = 2 })),
                trial,
            ],
            [
                Add(history, new ProductCreateOneTime { Name = "E-book", Prices = [Fixed(1900)] }, keys),
                Add(history, new ProductCreateOneTime { Name = "Donation", Prices = [new ProductPriceCustomCreate { MinimumAmount = 100, PresetAmount = 1000 }] }),
            ],
            trial);
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
        transaction.Save(row);
        return row;
    }
}
