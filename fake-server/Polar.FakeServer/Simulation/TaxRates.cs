using System.Collections.Frozen;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Simulation;

/// <summary>
/// What the real service asks a tax service for, simulated: a rate for each country, or for each state of it, none where the table has no entry,
/// none for a business with a tax id.
/// </summary>
internal sealed class TaxRates : ITaxService
{
    private static readonly FrozenDictionary<string, decimal> s_rates = Parse(
        "17 LU|18 MT IN|19 DE CY RO|20 AT FR GB BG SK|21 BE CZ ES LT LV NL|22 IT SI EE|23 IE PL PT|24 GR|25 DK HR SE NO|25.5 FI|27 HU|8.1 CH|"
        + "9 SG|10 AU JP KR|15 NZ|"
        + "13 CA-ON|15 CA-NB CA-NL CA-NS CA-PE|14.975 CA-QC|12 CA-BC CA-MB|11 CA-SK|5 CA-AB CA-NT CA-NU CA-YT|"
        + "8.875 US-NY|8.25 US-TX|6.5 US-WA|6 US-PA");

    /// <summary>The only one.</summary>
    public static TaxRates Instance { get; } = new();

    /// <inheritdoc/>
    public decimal RateOf(Address address, bool hasTaxId) => hasTaxId ? 0m
        : address.State is { } state && s_rates.TryGetValue(state, out var ofState) ? ofState
        : s_rates.GetValueOrDefault(address.Country.Value);

    private static FrozenDictionary<string, decimal> Parse(string table) => table.Split('|')
        .Select(line => line.Split(' '))
        .SelectMany(line => line.Skip(1).Select(place =>
            KeyValuePair.Create(place, decimal.Parse(line[0], System.Globalization.CultureInfo.InvariantCulture) / 100)))
        .ToFrozenDictionary();
}
