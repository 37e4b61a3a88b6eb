using System.Text.Json.Nodes;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Generated;
using Polar.FakeServer.Rendering;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Catalog.Products;

/// <summary>The forms of a price: as a refusal shows what was sent, with its defaults; as it is kept; as it is read back.</summary>
internal static class PriceForms
{
    private const long UsualMinimum = 50;

    /// <summary>Columns for rates have twelve places.</summary>
    private const decimal Places = 0.000000000000m;

    /// <summary>What was sent, with the defaults of what was not.</summary>
    public static JsonObject Given(ProductPriceUpdate price)
    {
        var given = JsonNodes.Of(price)!.AsObject();
        if (price is not ProductPriceCreate create)
        {
            return given;
        }

        var form = new JsonObject
        {
            ["amount_type"] = create.AmountType,
            ["price_currency"] = Currency(create),
            ["tax_behavior"] = create.TaxBehavior?.Value,
        };
        (string Name, JsonNode? Default)[] members = create switch
        {
            ProductPriceFixedCreate => [("price_amount", null)],
            ProductPriceCustomCreate => [("minimum_amount", UsualMinimum), ("maximum_amount", null), ("preset_amount", null)],
            ProductPriceSeatBasedCreate seats => [("seat_tiers", JsonNodes.Of(Tiers(seats.SeatTiers)))],
            ProductPriceMeteredUnitCreate => [("meter_id", null), ("unit_amount", null), ("cap_amount", null)],
            ProductPriceMeteredTiersCreate metered => [("meter_id", null), ("tiers", JsonNodes.Of(Tiers(metered.Tiers))), ("cap_amount", null)],
            ProductPriceUnitBasedCreate units => [("tiers", JsonNodes.Of(Tiers(units.Tiers))), ("minimum_units", null), ("unit_label", null)],
            _ => throw new InvalidOperationException($"A price of the kind {create.AmountType} passed validation."),
        };
        foreach (var (name, fallback) in members)
        {
            form[name] = name is "tiers" or "seat_tiers" ? fallback : given[name]?.DeepClone() ?? fallback;
        }

        return form;
    }

    /// <summary>A price of what was sent.</summary>
    public static ProductPrice Make(Transaction transaction, Guid product, ProductPriceCreate price, ProductPriceSource source)
    {
        var common = new ProductPriceFixed
        {
            Id = transaction.NewId(),
            CreatedAt = transaction.Now,
            ModifiedAt = null,
            Source = source,
            PriceCurrency = Currency(price),
            TaxBehavior = price.TaxBehavior,
            IsArchived = false,
            ProductId = product,
            PriceAmount = 0,
        };
        return price switch
        {
            ProductPriceFixedCreate given => common with { PriceAmount = given.PriceAmount },
            ProductPriceCustomCreate given =>
                common.ToProductPriceCustom(given.MinimumAmount ?? UsualMinimum, given.MaximumAmount, given.PresetAmount),
            ProductPriceSeatBasedCreate given => common.ToProductPriceSeatBased(Tiers(given.SeatTiers)),
            ProductPriceMeteredUnitCreate given =>
                common.ToProductPriceMeteredUnit(given.UnitAmount, given.CapAmount, given.MeterId, Meter(transaction, given.MeterId)),
            ProductPriceMeteredTiersCreate given =>
                common.ToProductPriceMeteredTiers(given.CapAmount, given.MeterId, Meter(transaction, given.MeterId), Tiers(given.Tiers)),
            ProductPriceUnitBasedCreate given =>
                common.ToProductPriceUnitBased(Tiers(given.Tiers), given.MinimumUnits, given.UnitLabel, given.Tiers.Tiers[^1].Bound),
            _ => throw new InvalidOperationException($"A price of the kind {price.AmountType} passed validation."),
        };
    }

    /// <summary>The price as it is read back later.</summary>
    public static ProductPrice Kept(ProductPrice price) =>
        price is ProductPriceMeteredUnit metered ? metered with { UnitAmount = metered.UnitAmount + Places } : price;

    public static string Currency(ProductPriceCreate price) => price.PriceCurrency?.Value ?? "usd";

    /// <summary>The meter that a price charges by.</summary>
    public static Guid? Meter(ProductPriceUpdate price) => price switch
    {
        ProductPriceMeteredUnitCreate metered => metered.MeterId,
        ProductPriceMeteredTiersCreate metered => metered.MeterId,
        _ => null,
    };

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

    private static Tiers Tiers(TiersInput given) => new()
    {
        Type = given.Type,
        TiersValue = given.Tiers.Select(tier => new Tier { Bound = tier.Bound, UnitAmount = tier.UnitAmount }).ToValueList(),
    };

    private static ProductPriceMeter Meter(Transaction transaction, Guid id) => transaction.World.Meters[id].Resource.ToProductPriceMeter();
}
