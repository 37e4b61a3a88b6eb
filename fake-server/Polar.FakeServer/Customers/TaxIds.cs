using Polar.Functional.Contracts;

namespace Polar.FakeServer;

/// <summary>Tax ids with the format that their country has.</summary>
internal static class TaxIds
{
    private static readonly HashSet<string> s_union =
    [
        "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT",
        "RO", "SE", "SI", "SK",
    ];

    /// <summary>The number and its format; null where none is given or the country is not known.</summary>
    public static ValueList<string>? Read(string? text, Country? country)
    {
        if (string.IsNullOrWhiteSpace(text) || country is not { } where)
        {
            return null;
        }

        var compact = new string([.. text.Where(char.IsLetterOrDigit)]).ToUpperInvariant();
        var format = s_union.Contains(where.Value) ? "eu_vat"
            : where.Value switch
            {
                "GB" => "gb_vat",
                "US" => "us_ein",
                "CH" => "ch_vat",
                "CA" => "ca_bn",
                "AU" => "au_abn",
                _ => $"{where.Value.ToLowerInvariant()}_vat",
            };
        return [compact, format];
    }
}
