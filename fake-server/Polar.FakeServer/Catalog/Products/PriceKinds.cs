using Polar.Functional.Contracts;

namespace Polar.FakeServer.Catalog.Products;

/// <summary>What the kinds of prices have in common, and what tells them apart.</summary>
internal static class PriceKinds
{
    /// <summary>Fixed and custom ones first, then metered ones, then the rest.</summary>
    public static int Rank(ProductPrice price) => price switch
    {
        ProductPriceFixed or ProductPriceCustom => 0,
        ProductPriceMeteredUnit or ProductPriceMeteredTiers => 1,
        _ => 2,
    };

    /// <summary>A price that is charged whatever is used.</summary>
    public static bool IsStatic(ProductPrice price) => price is not (ProductPriceMeteredUnit or ProductPriceMeteredTiers);

    /// <summary>The meter that a price charges by.</summary>
    public static Guid? Meter(ProductPrice price) => price switch
    {
        ProductPriceMeteredUnit metered => metered.MeterId,
        ProductPriceMeteredTiers metered => metered.MeterId,
        _ => null,
    };

    public static bool IsFree(ProductPrice price) => price switch
    {
        ProductPriceFixed fixedPrice => fixedPrice.PriceAmount == 0,
        ProductPriceSeatBased seats => seats.SeatTiers.Tiers.All(tier => tier.PricePerSeat == 0),
        ProductPriceUnitBased units => units.Tiers.TiersValue.All(tier => tier.UnitAmount == 0),
        _ => false,
    };

    /// <summary>What a price comes to, in the currency's smallest unit.</summary>
    /// <param name="price">The price.</param>
    /// <param name="chosen">What the customer chose to pay, for a custom price.</param>
    /// <param name="seats">How many seats, for a seat-based price.</param>
    /// <param name="units">How many units, for a unit-based price.</param>
    public static long Amount(ProductPrice price, long? chosen, long? seats, long? units) => price switch
    {
        ProductPriceFixed fixedPrice => fixedPrice.PriceAmount,
        ProductPriceCustom custom => chosen ?? custom.PresetAmount ?? custom.MinimumAmount,
        ProductPriceSeatBased seatBased => SeatAmount(seatBased.SeatTiers, seats ?? seatBased.SeatTiers.MinimumSeats),
        ProductPriceUnitBased unitBased => UnitAmount(unitBased.Tiers, units ?? unitBased.MinimumUnits ?? 1),
        _ => 0,
    };

    /// <summary>Volume: all seats at the rate of the tier that their number falls into. Graduated: each tier's part at its own rate.</summary>
    public static long SeatAmount(ProductPriceSeatTiers tiers, long seats)
    {
        if (tiers.SeatTierType != SeatTierType.Graduated)
        {
            var tier = tiers.Tiers.FirstOrDefault(tier => seats >= tier.MinSeats && !(seats > tier.MaxSeats)) ?? tiers.Tiers[^1];
            return checked(seats * tier.PricePerSeat);
        }

        var total = 0L;
        var covered = 0L;
        foreach (var tier in tiers.Tiers)
        {
            var upTo = Math.Min(seats, tier.MaxSeats ?? long.MaxValue);
            total = checked(total + (Math.Max(0, upTo - covered) * tier.PricePerSeat));
            covered = Math.Max(covered, upTo);
        }

        return total;
    }

    private static long UnitAmount(Tiers tiers, long units)
    {
        if (tiers.Type != TierType.Graduated)
        {
            var tier = tiers.TiersValue.FirstOrDefault(tier => !(units > tier.Bound)) ?? tiers.TiersValue[^1];
            return checked((long)(units * tier.UnitAmount));
        }

        var total = 0m;
        var covered = 0L;
        foreach (var tier in tiers.TiersValue)
        {
            var upTo = Math.Min(units, tier.Bound ?? long.MaxValue);
            total += Math.Max(0, upTo - covered) * tier.UnitAmount;
            covered = Math.Max(covered, upTo);
        }

        return checked((long)total);
    }
}
