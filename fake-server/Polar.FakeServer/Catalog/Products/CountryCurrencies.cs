using System.Collections.Frozen;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Catalog.Products;

/// <summary>
/// The currency of a country, where prices can be in it: its tender, and of several the one that it has had longest. Of countries that are not here
/// nothing can be priced in their currency.
/// </summary>
internal static class CountryCurrencies
{
    private static readonly FrozenDictionary<string, string> s_currencies = (
        "aed AE|all AL|amd AM|aoa AO|ars AR|aud AU CC CX HM KI NF NR TV|awg AW|azn AZ|bam BA|bbd BB|bdt BD|bif BI|bmd BM|bnd BN|bob BO|brl BR|"
        + "bsd BS|bwp BW|bzd BZ|cad CA|cdf CD|chf CH LI|clp CL|cny CN|cop CO|crc CR|cve CV|czk CZ|djf DJ|dkk DK FO GL|dop DO|dzd DZ|egp EG|etb ET|"
        + "eur AD AT AX BE BL CY DE EE ES FI FR GF GP GR HR IE IT LT LU LV MC ME MF MQ MT NL PM PT RE SI SK SM TF VA XK YT|fjd FJ|fkp FK|"
        + "gbp GB GG GS IM JE|gel GE|gip GI|gmd GM|gnf GN|gtq GT|gyd GY|hkd HK|hnl HN|htg HT|huf HU|idr ID|ils IL PS|inr BT IN|isk IS|jmd JM|jpy JP|"
        + "kes KE|kgs KG|khr KH|kmf KM|krw KR|kyd KY|kzt KZ|lak LA|lkr LK|lrd LR|mad EH MA|mdl MD|mga MG|mkd MK|mnt MN|mop MO|mur MU|mvr MV|mwk MW|"
        + "mxn MX|myr MY|mzn MZ|ngn NG|nio NI|nok BV NO SJ|npr NP|nzd CK NU NZ PN TK|pab PA|pen PE|pgk PG|php PH|pkr PK|pln PL|pyg PY|qar QA|ron RO|"
        + "rsd RS|rwf RW|sar SA|sbd SB|scr SC|sek SE|sgd SG|shp SH|sos SO|srd SR|szl SZ|thb TH|tjs TJ|top TO|try TR|ttd TT|twd TW|tzs TZ|uah UA|ugx UG|"
        + "usd AS BQ EC FM GU IO MH MP PR PW SV TC TL UM US VG VI ZW|uyu UY|uzs UZ|vnd VN|vuv VU|wst WS|xaf CF CG CM GA GQ TD|"
        + "xcd AG AI DM GD KN LC MS VC|xcg CW SX|xof BF BJ CI GW ML NE SN TG|xpf NC PF WF|yer YE|zar LS NA ZA|zmw ZM")
        .Split('|')
        .Select(line => line.Split(' '))
        .SelectMany(line => line.Skip(1).Select(country => KeyValuePair.Create(country, line[0])))
        .ToFrozenDictionary();

    public static string? Of(Country? country) => country is { } known ? s_currencies.GetValueOrDefault(known.Value) : null;
}
