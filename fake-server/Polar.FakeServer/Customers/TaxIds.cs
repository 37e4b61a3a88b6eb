using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Customers;

/// <summary>
/// Tax ids: the formats of a country are tried in order, and the first that a number fits, its check digits included, gives it its name.
/// </summary>
internal static class TaxIds
{
    private static readonly FrozenDictionary<string, TaxIdFormat[]> s_countries = Parse(
        "AD:ad_nrt=[A-Z]\\d{6}[A-Z]|AE:ae_trn=\\d{15}|AR:ar_cuit=\\d{11}|AU:au_abn=\\d{11},au_arn=\\d{12}|BH:bh_vat=\\d{15}|BO:bo_tin=\\d{6,12}|"
        + "BR:br_cnpj=\\d{14},br_cpf=\\d{11}|CA:ca_gst_hst=\\d{9}RT\\d{4},ca_bn=\\d{9}(R[CMPT]\\d{4})?|CH:ch_uid=CHE\\d{9},ch_vat=CHE\\d{9}(MWST|TVA|IVA|TPV)|"
        + "CL:cl_tin=(CL)?\\d{8}[\\dK]|CN:cn_tin=[0-9A-Z]{18}|CO:co_nit=\\d{8,16}|CR:cr_tin=\\d{10}|DO:do_rcn=\\d{9}|EC:ec_ruc=\\d{13}|EG:eg_tin=\\d{9}|"
        + "GB:gb_vat=(GB)?(\\d{9}|\\d{12}|(GD|HA)\\d{3})|GE:ge_vat=(GE)?(\\d{9}|\\d{11})|HK:hk_br=\\d{8}|ID:id_npwp=\\d{15,16}|IL:il_vat=\\d{1,9}|"
        + "IN:in_gst=\\d{2}[A-Z]{5}\\d{4}[A-Z][1-9A-Z]Z[0-9A-Z]|IS:is_vat=(IS)?\\d{5,6}|JP:jp_cn=\\d{13}|KE:ke_pin=[AP]\\d{9}[A-Z]|KR:kr_brn=\\d{10}|"
        + "KZ:kz_bin=\\d{12}|LI:li_uid=CHE\\d{9}|MK:mk_vat=(MK)?\\d{13}|MU:mu_tan=[23]\\d{7}|MX:mx_rfc=[A-Z&]{3,4}\\d{6}[0-9A-Z]{3}|NG:ng_tin=\\d{12}|"
        + "NO:no_vat=(NO)?\\d{9}(MVA)?,no_voec=\\d{7}|NZ:nz_gst=\\d{8,9}|OM:om_vat=OM\\d{10}|PE:pe_ruc=\\d{11}|PH:ph_tin=\\d{12}|RS:rs_pib=\\d{9}|"
        + "RU:ru_inn=\\d{10}(\\d{2})?,ru_kpp=\\d{9}|SA:sa_vat=\\d{15}|SG:sg_uen=(\\d{8,9}[A-Z]|[RST]\\d{2}[A-Z]{2}\\d{4}[A-Z])|SV:sv_nit=\\d{14}|TH:th_vat=\\d{13}|"
        + "TR:tr_tin=\\d{10}|TW:tw_vat=\\d{8}|UA:ua_vat=\\d{10,12}|US:us_ein=\\d{9}|UY:uy_ruc=\\d{12}|VE:ve_rif=[VEJPG]\\d{9}|VN:vn_tin=\\d{10}(\\d{3})?|"
        + "ZA:za_vat=4\\d{9}");

    private static readonly FrozenDictionary<string, Regex> s_union = ParseUnion(
        "AT:U\\d{8}|BE:[01]\\d{9}|BG:\\d{9,10}|CY:\\d{8}[A-Z]|CZ:\\d{8,10}|DE:[1-9]\\d{8}|DK:\\d{8}|EE:\\d{9}|EL:\\d{9}|ES:[0-9A-Z]\\d{7}[0-9A-Z]|FI:\\d{8}|"
        + "FR:[0-9A-HJ-NP-Z]{2}\\d{9}|HR:\\d{11}|HU:\\d{8}|IE:(\\d{7}[A-Z]{1,2}|\\d[A-Z+*]\\d{5}[A-Z])|IT:\\d{11}|LT:(\\d{9}|\\d{12})|LU:\\d{8}|LV:\\d{11}|"
        + "MT:\\d{8}|NL:\\d{9}B\\d{2}|PL:\\d{10}|PT:\\d{9}|RO:[1-9]\\d{1,9}|SE:\\d{10}01|SI:[1-9]\\d{7}|SK:[1-9]\\d{9}");

    /// <summary>The number without what only makes it readable, and its format; null where no format of the country fits.</summary>
    public static ValueList<string>? Validated(string text, Country country)
    {
        var compact = new string([.. text.Where(char.IsLetterOrDigit)]).ToUpperInvariant();
        if (IsMember(country.Value))
        {
            // The number says itself which country of the Union it is from; the address need not agree.
            return compact.Length > 2 && s_union.TryGetValue(Named(compact[..2]), out var own) && own.IsMatch(compact[2..])
                && TaxIdDigits.IsSoundInUnion(Named(compact[..2]), compact[2..])
                ? [compact, "eu_vat"]
                : null;
        }

        var format = s_countries.GetValueOrDefault(country.Value, []).FirstOrDefault(candidate =>
            candidate.Pattern.IsMatch(compact) && TaxIdDigits.IsSound(candidate.Name, compact));
        return format is null ? null : [WithoutCountry(compact, format.Name), format.Name];
    }

    private static bool IsMember(string country) => s_union.ContainsKey(Named(country));

    /// <summary>Greece goes by another name here.</summary>
    private static string Named(string country) => country == "GR" ? "EL" : country;

    private static string WithoutCountry(string number, string format) =>
        format is "gb_vat" or "ge_vat" or "is_vat" or "mk_vat" or "no_vat" && number.StartsWith(format[..2], StringComparison.OrdinalIgnoreCase)
            ? number[2..]
            : number;

    private static FrozenDictionary<string, TaxIdFormat[]> Parse(string table) => table.Split('|').Aggregate(
        new List<string>(),
        (entries, part) =>
        {
            // A bar inside a pattern's parentheses belongs to the pattern.
            if (entries.Count > 0 && entries[^1].Count(letter => letter == '(') > entries[^1].Count(letter => letter == ')'))
            {
                entries[^1] += "|" + part;
            }
            else
            {
                entries.Add(part);
            }

            return entries;
        })
        .ToFrozenDictionary(
            entry => entry[..2],
            entry => Regex.Split(entry[3..], @",(?=[a-z])").Select(format => format.Split('=')).Select(parts => new TaxIdFormat(parts[0], Whole(parts[1]))).ToArray());

    private static FrozenDictionary<string, Regex> ParseUnion(string table) => Parse(table.Replace(":", ":eu_vat=", StringComparison.Ordinal))
        .ToFrozenDictionary(entry => entry.Key, entry => entry.Value[0].Pattern);

    private static Regex Whole(string pattern) => new($"^(?:{pattern})$", RegexOptions.CultureInvariant);

    private sealed record TaxIdFormat(string Name, Regex Pattern);
}
