using Polar.Functional.Contracts;

namespace Polar.FakeServer;

/// <summary>
/// What the real service asks a tax service for, simulated: one rate a country, none where the table has no entry, none for a business with a tax id.
/// </summary>
internal static class TaxRates
{
    public static decimal Of(Address address, bool hasTaxId) => hasTaxId ? 0m : address.Country.Value switch
    {
        "LU" => 0.17m,
        "DE" => 0.19m,
        "CY" => 0.19m,
        "AT" or "FR" or "GB" or "BG" or "SK" or "EE" => 0.20m,
        "BE" or "CZ" or "ES" or "LT" or "LV" or "NL" => 0.21m,
        "IT" or "SI" => 0.22m,
        "IE" or "PL" or "PT" => 0.23m,
        "FI" or "GR" => 0.24m,
        "DK" or "HR" or "SE" or "NO" => 0.25m,
        "HU" => 0.27m,
        "CH" => 0.081m,
        "AU" or "JP" => 0.10m,
        _ => 0m,
    };

    /// <summary>Whether prices include the tax: as the price says, else as the organization does, else everywhere but in three countries.</summary>
    public static TaxBehavior Behavior(TaxBehaviorOption option, Address address) =>
        option == TaxBehaviorOption.Inclusive ? TaxBehavior.Inclusive
        : option == TaxBehaviorOption.Exclusive ? TaxBehavior.Exclusive
        : address.Country.Value is "US" or "CA" or "IN" ? TaxBehavior.Exclusive
        : TaxBehavior.Inclusive;

    /// <summary>The tax on an amount: on top of it, or the part of it that is tax.</summary>
    public static long Amount(decimal rate, TaxBehavior behavior, long taxable) => Rounding.HalfAwayFromZero(
        behavior == TaxBehavior.Exclusive ? taxable * rate : taxable - (taxable / (1 + rate)));
}
