using System.Collections.Frozen;
using System.Globalization;

namespace Polar.FakeServer.Catalog.Products;

/// <summary>How little and how much may be charged in a currency, in its smallest unit.</summary>
internal static class Currencies
{
    private const long UsualMinimum = 50;
    private const long UsualMaximum = 99_999_999;

    private static readonly FrozenDictionary<string, long> s_minimum = Parse(
        "40 gbp|70 aud cad sgd|80 jpy|90 nzd|100 awg azn bam bmd bnd bsd djf fkp gip kyd pab shp vuv xcg xpf|150 ils|"
        + "200 aed bbd bzd fjd gel myr pen pln qar sar top wst xcd|250 brl ron|300 pgk|320 dkk|400 hkd sbd ttd|"
        + "500 bob clp cny gtq kmf mad mop nok sek tjs xaf xof|800 krw mvr scr|900 mxn zar|1000 bwp lsl mdl nad rwf szl zmw|1500 czk|"
        + "2000 bif hnl nio srd thb twd uyu|3000 egp mga try uah|3500 php|4000 dop gmd pyg|5000 all cve gnf kgs mkd mur mzn|6000 inr rsd|"
        + "7000 bdt dzd htg isk kes|8000 etb jmd npr|10000 lrd|17500 huf|20000 amd gyd lkr pkr vnd yer|30000 crc kzt|50000 aoa sos|70000 ngn|"
        + "75000 ars|100000 mwk|200000 cdf cop mnt tzs ugx|300000 khr|700000 uzs|900000 idr|2000000 lak");

    private static readonly FrozenDictionary<string, long> s_maximum = Parse(
        "140000000 ars|280000000 cdf|400000000 cop khr|1600000000 idr|2100000000 lak|350000000 mnt|175000000 mwk|155000000 ngn|"
        + "250000000 tzs|370000000 ugx|1250000000 uzs");

    private static readonly FrozenSet<string> s_withoutDecimals =
        "bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf".Split(' ').ToFrozenSet();

    /// <summary>Currencies with a smaller unit that nobody writes any more.</summary>
    private static readonly FrozenSet<string> s_withoutShownDecimals = "all isk lak rsd sos ugx yer".Split(' ').ToFrozenSet();

    private static readonly FrozenDictionary<string, string> s_symbols = new Dictionary<string, string>
    {
        ["aud"] = "A$",
        ["brl"] = "R$",
        ["cad"] = "CA$",
        ["cny"] = "CN¥",
        ["eur"] = "€",
        ["gbp"] = "£",
        ["hkd"] = "HK$",
        ["ils"] = "₪",
        ["inr"] = "₹",
        ["jpy"] = "¥",
        ["krw"] = "₩",
        ["mxn"] = "MX$",
        ["nzd"] = "NZ$",
        ["php"] = "₱",
        ["twd"] = "NT$",
        ["usd"] = "$",
        ["vnd"] = "₫",
        ["xcd"] = "EC$",
    }.ToFrozenDictionary();

    public static long Minimum(string currency) => s_minimum.GetValueOrDefault(currency, UsualMinimum);

    public static long Maximum(string currency) => s_maximum.GetValueOrDefault(currency, UsualMaximum);

    /// <summary>Whether amounts are in hundredths of the currency.</summary>
    public static bool HasDecimals(string currency) => !s_withoutDecimals.Contains(currency);

    /// <summary>An amount as Americans write it.</summary>
    public static string Format(long amount, string currency)
    {
        var code = currency.ToUpperInvariant();
        var symbol = s_symbols.GetValueOrDefault(currency) ?? code + "\u00A0";
        var units = Math.Abs(s_withoutDecimals.Contains(currency) ? amount : amount / 100m);
        var places = s_withoutDecimals.Contains(currency) || s_withoutShownDecimals.Contains(currency) ? "N0" : "N2";
        return (amount < 0 ? "-" : "") + symbol + units.ToString(places, CultureInfo.InvariantCulture);
    }

    /// <summary>A rate as Americans write it, with all its digits.</summary>
    public static string FormatExactly(decimal rate, string currency)
    {
        var code = currency.ToUpperInvariant();
        var symbol = s_symbols.GetValueOrDefault(currency) ?? code + "\u00A0";
        var units = s_withoutDecimals.Contains(currency) ? rate : rate / 100m;
        var places = s_withoutDecimals.Contains(currency) || s_withoutShownDecimals.Contains(currency) ? "#,##0" : "#,##0.00";
        var exact = places.Contains('.', StringComparison.Ordinal) ? new string('#', 26) : "." + new string('#', 28);
        return symbol + units.ToString(places + exact, CultureInfo.InvariantCulture);
    }

    private static FrozenDictionary<string, long> Parse(string table) => table.Split('|')
        .Select(line => line.Split(' '))
        .SelectMany(line => line.Skip(1).Select(code => KeyValuePair.Create(code, long.Parse(line[0], CultureInfo.InvariantCulture))))
        .ToFrozenDictionary();
}
