using System.Text.Json.Nodes;
using Polar.Functional.Contracts;

namespace Polar.FakeServer;

/// <summary>Makes prices of what was sent, and checks the rules that a product's prices obey together.</summary>
internal static class PriceSet
{
    /// <summary>What is wrong with amounts; the schema's faults, worded for the currency.</summary>
    public static IEnumerable<Issue> AmountFaults(ProductPriceCreate price, object[] place)
    {
        var currency = Currency(price);
        (string Name, long? Amount)[] amounts = price switch
        {
            ProductPriceFixedCreate fixedPrice => [("price_amount", fixedPrice.PriceAmount)],
            ProductPriceCustomCreate custom =>
                [("minimum_amount", custom.MinimumAmount), ("maximum_amount", custom.MaximumAmount), ("preset_amount", custom.PresetAmount)],
            _ => [],
        };
        foreach (var (name, amount) in amounts)
        {
            if (amount is not { } value || value == 0)
            {
                continue;
            }

            var minimum = Currencies.Minimum(currency);
            var maximum = Currencies.Maximum(currency);
            object[] location = ["body", .. place, Tag(price), name];
            if (value < minimum)
            {
                yield return new Issue(
                    "minimum_price", location,
                    $"Amount must be at least {Currencies.Format(minimum, currency)} or 0 for free pricing", JsonValue.Create(value));
            }
            else if (value > maximum)
            {
                yield return new Issue(
                    "maximum_price", location, $"Amount must be at most {Currencies.Format(maximum, currency)}", JsonValue.Create(value));
            }
        }
    }

    /// <summary>What is wrong with the prices as a set, each with its place in the list.</summary>
    public static IEnumerable<Issue> Faults(
        World world, OrganizationRow organization, bool recurring, IReadOnlyList<(int Index, ProductPriceCreate Price)> prices, IReadOnlyList<ProductPrice> kept)
    {
        if (prices.Count + kept.Count == 0)
        {
            yield return new Issue("too_short", ["body", "prices"], "At least one price is required.", new JsonArray());
            yield break;
        }

        foreach (var (index, price) in prices)
        {
            foreach (var fault in KindFaults(world, organization, recurring, index, price))
            {
                yield return fault;
            }
        }

        var all = prices.Select(entry => (Currency: Currency(entry.Price), Kind: Tag(entry.Price), TaxBehavior: Tax(entry.Price)))
            .Concat(kept.Select(price => (Currency: price.PriceCurrency, Kind: price.AmountType, price.TaxBehavior)))
            .ToArray();
        foreach (var group in all.GroupBy(entry => entry.Currency))
        {
            foreach (var message in CombinationFaults([.. group.Select(entry => entry.Kind)]))
            {
                yield return Issue.Value(message, null, "prices");
            }

            if (group.Select(entry => entry.TaxBehavior).Distinct().Count() > 1)
            {
                yield return Issue.Value("All prices for the same currency must have the same tax behavior.", null, "prices");
            }
        }

        static string Structure(IEnumerable<string> kinds) => string.Join(',', kinds.Order(StringComparer.Ordinal));
        if (all.GroupBy(entry => entry.Currency).Select(group => Structure(group.Select(entry => entry.Kind))).Distinct().Count() > 1)
        {
            yield return Issue.Value("All price currencies must define the same set of price types.", null, "prices");
        }

        if (all.All(entry => entry.Currency != organization.Shown.DefaultPresentmentCurrency))
        {
            yield return Issue.Value("The organization's default presentment currency must be present in the prices.", null, "prices");
        }
    }

    /// <summary>A price of what was sent.</summary>
    public static ProductPrice Make(Transaction transaction, Guid product, ProductPriceCreate price, ProductPriceSource source)
    {
        var id = transaction.NewId();
        var now = transaction.Now;
        var currency = Currency(price);
        var tax = Tax(price);
        return price switch
        {
            ProductPriceFixedCreate given => new ProductPriceFixed
            {
                Id = id,
                CreatedAt = now,
                ModifiedAt = null,
                Source = source,
                PriceCurrency = currency,
                TaxBehavior = tax,
                IsArchived = false,
                ProductId = product,
                PriceAmount = given.PriceAmount,
            },
            ProductPriceCustomCreate given => new ProductPriceCustom
            {
                Id = id,
                CreatedAt = now,
                ModifiedAt = null,
                Source = source,
                PriceCurrency = currency,
                TaxBehavior = tax,
                IsArchived = false,
                ProductId = product,
                MinimumAmount = given.MinimumAmount ?? 50,
                MaximumAmount = given.MaximumAmount,
                PresetAmount = given.PresetAmount,
            },
            ProductPriceSeatBasedCreate given => new ProductPriceSeatBased
            {
                Id = id,
                CreatedAt = now,
                ModifiedAt = null,
                Source = source,
                PriceCurrency = currency,
                TaxBehavior = tax,
                IsArchived = false,
                ProductId = product,
                SeatTiers = Tiers(given.SeatTiers),
            },
            ProductPriceMeteredUnitCreate given => new ProductPriceMeteredUnit
            {
                Id = id,
                CreatedAt = now,
                ModifiedAt = null,
                Source = source,
                PriceCurrency = currency,
                TaxBehavior = tax,
                IsArchived = false,
                ProductId = product,
                UnitAmount = given.UnitAmount,
                CapAmount = given.CapAmount,
                MeterId = given.MeterId,
                Meter = Meter(transaction.World, given.MeterId),
            },
            ProductPriceMeteredTiersCreate given => new ProductPriceMeteredTiers
            {
                Id = id,
                CreatedAt = now,
                ModifiedAt = null,
                Source = source,
                PriceCurrency = currency,
                TaxBehavior = tax,
                IsArchived = false,
                ProductId = product,
                CapAmount = given.CapAmount,
                MeterId = given.MeterId,
                Meter = Meter(transaction.World, given.MeterId),
                Tiers = Recast.To<TiersInput, Tiers>(given.Tiers),
            },
            ProductPriceUnitBasedCreate given => new ProductPriceUnitBased
            {
                Id = id,
                CreatedAt = now,
                ModifiedAt = null,
                Source = source,
                PriceCurrency = currency,
                TaxBehavior = tax,
                IsArchived = false,
                ProductId = product,
                Tiers = Recast.To<TiersInput, Tiers>(given.Tiers),
                MinimumUnits = given.MinimumUnits,
                UnitLabel = given.UnitLabel,
                MaximumUnits = given.Tiers.Tiers[^1].Bound,
            },
            _ => throw new InvalidOperationException($"A price of the kind {price.AmountType} passed validation."),
        };
    }

    private static string Tag(ProductPriceCreate price) => price.AmountType;

    private static string Currency(ProductPriceCreate price) => price.PriceCurrency?.Value ?? "usd";

    private static TaxBehaviorOption? Tax(ProductPriceCreate price) => price.TaxBehavior;

    private static ProductPriceMeter Meter(World world, Guid id) => Recast.To<Meter, ProductPriceMeter>(world.Meters[id].Shown);

    private static ProductPriceSeatTiers Tiers(ProductPriceSeatTiersInput given)
    {
        var tiers = given.Tiers.OrderBy(tier => tier.MinSeats).ToValueList();
        return new ProductPriceSeatTiers
        {
            SeatTierType = given.SeatTierType ?? SeatTierType.Volume,
            Tiers = tiers,
            MinimumSeats = tiers[0].MinSeats,
            MaximumSeats = tiers[^1].MaxSeats,
        };
    }

    private static IEnumerable<Issue> KindFaults(
        World world, OrganizationRow organization, bool recurring, int index, ProductPriceCreate price)
    {
        switch (price)
        {
            case ProductPriceUnitBasedCreate:
                yield return Issue.Value("Unit-based pricing is not enabled for this organization.", null, "prices", index);
                if (!recurring)
                {
                    yield return Issue.Value("Unit-based pricing is not supported on one-time products.", null, "prices", index);
                }

                break;
            case ProductPriceMeteredUnitCreate or ProductPriceMeteredTiersCreate:
                if (!recurring)
                {
                    yield return Issue.Value("Metered pricing is not supported on one-time products.", null, "prices", index);
                }

                var meter = price is ProductPriceMeteredUnitCreate unit ? unit.MeterId : ((ProductPriceMeteredTiersCreate)price).MeterId;
                if (world.Meters.Find(meter)?.OrganizationId != organization.Id)
                {
                    yield return Issue.Value("Meter does not exist.", JsonValue.Create(meter.ToString()), "prices", index, "meter_id");
                }

                break;
        }
    }

    private static IEnumerable<string> CombinationFaults(string[] kinds)
    {
        (string Kind, string Name)[] single =
            [("fixed", "fixed"), ("seat_based", "seat-based"), ("custom", "custom"), ("unit_based", "unit-based")];
        foreach (var (kind, name) in single)
        {
            if (kinds.Count(entry => entry == kind) > 1)
            {
                yield return $"Only one {name} price is allowed.";
            }
        }

        if (kinds.Contains("seat_based") && kinds.Contains("unit_based"))
        {
            yield return "A seat-based price cannot be combined with a unit-based price.";
        }

        if (kinds.Contains("custom") && (kinds.Contains("fixed") || kinds.Contains("seat_based") || kinds.Contains("unit_based")))
        {
            yield return "A custom price cannot be combined with a fixed, seat-based or unit-based price.";
        }
    }
}
