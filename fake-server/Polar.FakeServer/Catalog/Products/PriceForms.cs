using System.Text;
using System.Text.Json.Nodes;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Lists;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Catalog.Products;

/// <summary>The forms of a price: as it was sent, with its defaults; as it is kept; as it is read back.</summary>
internal static class PriceForms
{
    private const long UsualMinimum = 50;

    /// <summary>Columns for rates have twelve places.</summary>
    private const decimal Places = 0.000000000000m;

    /// <summary>What was sent, with the defaults of what was not.</summary>
    public static JsonObject Given(ProductPriceUpdate price)
    {
        var given = Recast.Node(price)!.AsObject();
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
            ProductPriceSeatBasedCreate seats => [("seat_tiers", Recast.Node(Tiers(seats.SeatTiers)))],
            ProductPriceMeteredUnitCreate => [("meter_id", null), ("unit_amount", null), ("cap_amount", null)],
            ProductPriceMeteredTiersCreate metered => [("meter_id", null), ("tiers", Tiers(metered.Tiers)), ("cap_amount", null)],
            ProductPriceUnitBasedCreate units => [("tiers", Tiers(units.Tiers)), ("minimum_units", null), ("unit_label", null)],
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
        var form = Given(price);
        form["id"] = transaction.NewId().ToString();
        form["created_at"] = ((JsonScalar)transaction.Now).ToString();
        form["modified_at"] = null;
        form["source"] = source.Value;
        form["is_archived"] = false;
        form["product_id"] = product.ToString();
        if (Meter(price) is { } meter)
        {
            form["meter"] = Recast.Node(Recast.To<Meter, ProductPriceMeter>(transaction.World.Meters[meter].Resource));
        }

        if (price is ProductPriceUnitBasedCreate)
        {
            form["maximum_units"] = form["tiers"]!["tiers"]!.AsArray()[^1]!["bound"]?.DeepClone();
        }

        return Wire.TryRead<ProductPrice>(Encoding.UTF8.GetBytes(form.ToJsonString()), out var made, out var error)
            ? made
            : throw new InvalidOperationException($"No price can be made of {form.ToJsonString()}: {error}");
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

    private static JsonNode? Tiers(TiersInput given) => Recast.Node(new Tiers
    {
        Type = given.Type,
        TiersValue = given.Tiers.Select(tier => new Tier { Bound = tier.Bound, UnitAmount = tier.UnitAmount }).ToValueList(),
    });
}
