using Polar.FakeServer.Money;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Simulation;

/// <summary>The tax on an amount, and what is left of the amount without it.</summary>
internal readonly record struct Tax(TaxBehavior Behavior, long Amount, long Net)
{
    /// <summary>The tax on an amount: on top of it, or the part of it that is tax.</summary>
    public static Tax Of(ITaxService service, long taxable, TaxBehaviorOption option, Address address, bool hasTaxId)
    {
        var rate = service.RateOf(address, hasTaxId);
        return BehaviorOf(option, address) == TaxBehavior.Exclusive
            ? new(TaxBehavior.Exclusive, Rounding.HalfAwayFromZero(taxable * rate), taxable)
            : Included(taxable, Rounding.HalfAwayFromZero(taxable - (taxable / (1 + rate))));
    }

    /// <summary>Whether prices include the tax: as the price says, else as the organization does, else everywhere but in three countries.</summary>
    private static TaxBehavior BehaviorOf(TaxBehaviorOption option, Address address) =>
        option == TaxBehaviorOption.Inclusive ? TaxBehavior.Inclusive
        : option == TaxBehaviorOption.Exclusive ? TaxBehavior.Exclusive
        : address.Country.Value is "US" or "CA" or "IN" ? TaxBehavior.Exclusive
        : TaxBehavior.Inclusive;

    private static Tax Included(long taxable, long tax) => new(TaxBehavior.Inclusive, tax, taxable - tax);
}
