using System.Globalization;
using Polar.FakeServer.Money;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Catalog.Products;

/// <summary>What metered prices charge for units that were used.</summary>
/// <param name="Amount">How much, in the currency's smallest unit.</param>
/// <param name="Label">How an invoice puts it.</param>
internal readonly record struct MeteredCharge(long Amount, string Label)
{
    private const string MostPlaces = "#,##0.###";

    /// <summary>Charges by a price.</summary>
    /// <param name="price">The price, which is a metered one.</param>
    /// <param name="meter">What the meter is called.</param>
    /// <param name="units">How many units are to be paid for; none where it is less than nothing.</param>
    public static MeteredCharge Of(ProductPrice price, string meter, decimal units)
    {
        var billable = Math.Max(0, units);
        var (exact, rate, cap) = price switch
        {
            ProductPriceMeteredUnit unit => (
                Product(unit.UnitAmount, billable), $" × {Currencies.FormatExactly(unit.UnitAmount, unit.PriceCurrency)}", unit.CapAmount),
            ProductPriceMeteredTiers tiers => (TierAmount(tiers.Tiers, billable), "", tiers.CapAmount),
            _ => throw new InvalidOperationException($"A price of the kind {price.AmountType} is not metered."),
        };
        var amount = Cents(exact);
        var isCapped = amount > cap;
        var label = $"{meter} — ({decimal.Round(billable, 3).ToString(MostPlaces, CultureInfo.InvariantCulture)} consumed units){rate}";
        return isCapped
            ? new MeteredCharge(cap!.Value, $"{label} — Capped at {Currencies.Format(cap.Value, price.PriceCurrency)}")
            : new MeteredCharge(amount, label);
    }

    /// <summary>
    /// What tiers come to, exactly. Volume: all units at the rate of the tier that their number falls into. Graduated: each tier's part at its own rate.
    /// Beyond the last bound its rate goes on.
    /// </summary>
    public static decimal TierAmount(Tiers tiers, decimal units)
    {
        if (tiers.Type != TierType.Graduated)
        {
            var tier = tiers.TiersValue.FirstOrDefault(tier => !(units > tier.Bound)) ?? tiers.TiersValue[^1];
            return Product(tier.UnitAmount, units);
        }

        var (total, covered) = (0m, 0m);
        for (var index = 0; index < tiers.TiersValue.Count; index++)
        {
            var tier = tiers.TiersValue[index];
            var upTo = index == tiers.TiersValue.Count - 1 ? units : Math.Min(units, tier.Bound ?? units);
            total += Product(tier.UnitAmount, Math.Max(0, upTo - covered));
            covered = Math.Max(covered, upTo);
        }

        return total;
    }

    /// <summary>What no order could hold is as much as one can.</summary>
    private static long Cents(decimal exact)
    {
        const long Most = 1_000_000_000_000_000;
        return exact >= Most ? Most : Rounding.HalfAwayFromZero(exact);
    }

    private static decimal Product(decimal rate, decimal units)
    {
        try
        {
            return rate * units;
        }
        catch (OverflowException)
        {
            return decimal.MaxValue;
        }
    }
}
