using System.Globalization;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Simulation;

/// <summary>
/// What the real service asks a tax service for, simulated: a rate for each country, or for each state of it, none where the table has no entry,
/// none for a business with a tax id.
/// </summary>
internal sealed class TaxRates : ITaxService
{
    private const string Table =
        "17 LU|18 MT IN|19 DE CY RO|20 AT FR GB BG SK|21 BE CZ ES LT LV NL|22 IT SI EE|23 IE PL PT|24 GR|25 DK HR SE NO|25.5 FI|27 HU|8.1 CH|"
        + "9 SG|10 AU JP KR|15 NZ|"
        + "13 CA-ON|15 CA-NB CA-NL CA-NS CA-PE|14.975 CA-QC|12 CA-BC CA-MB|11 CA-SK|5 CA-AB CA-NT CA-NU CA-YT|"
        + "8.875 US-NY|8.25 US-TX|6.5 US-WA|6 US-PA";

    // Read when somebody first pays taxes; with values that are references, since code for those is there already when a process starts.
    private static readonly Lazy<Dictionary<string, Rate>> s_rates = new(Parse);

    /// <summary>The only one.</summary>
    public static TaxRates Instance { get; } = new();

    /// <inheritdoc/>
    public decimal RateOf(Address address, bool hasTaxId) => hasTaxId ? 0m
        : address.State is { } state && s_rates.Value.TryGetValue(state, out var ofState) ? ofState.Fraction
        : s_rates.Value.TryGetValue(address.Country.Value, out var ofCountry) ? ofCountry.Fraction
        : 0m;

    private static Dictionary<string, Rate> Parse()
    {
        var rates = new Dictionary<string, Rate>(StringComparer.Ordinal);
        foreach (var line in Table.Split('|'))
        {
            var words = line.Split(' ');
            var rate = new Rate(decimal.Parse(words[0], CultureInfo.InvariantCulture) / 100);
            foreach (var place in words.AsSpan(1))
            {
                rates.Add(place, rate);
            }
        }

        return rates;
    }

    private sealed record Rate(decimal Fraction);
}
