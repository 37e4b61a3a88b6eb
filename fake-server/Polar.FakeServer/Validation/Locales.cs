using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Validation;

/// <summary>Checks language tags (IETF BCP 47) and writes them in their standard form: <c>FR_ca</c> is <c>fr-CA</c>, <c>eng</c> is <c>en</c>.</summary>
internal static partial class Locales
{
    /// <summary>The format of a text that is such a tag.</summary>
    public const string Format = "locale";

    /// <summary>Every language of two letters (ISO 639-1), with its code of three letters.</summary>
    private static readonly FrozenDictionary<string, string> s_shortOfLong = Pairs(
        """
        aar:aa abk:ab afr:af aka:ak amh:am ara:ar arg:an asm:as ava:av ave:ae aym:ay aze:az bak:ba bam:bm bel:be ben:bn bis:bi bod:bo bos:bs bre:br
        bul:bg cat:ca ces:cs cha:ch che:ce chu:cu chv:cv cor:kw cos:co cre:cr cym:cy dan:da deu:de div:dv dzo:dz ell:el eng:en epo:eo est:et eus:eu
        ewe:ee fao:fo fas:fa fij:fj fin:fi fra:fr fry:fy ful:ff gla:gd gle:ga glg:gl glv:gv grn:gn guj:gu hat:ht hau:ha heb:he her:hz hin:hi hmo:ho
        hrv:hr hun:hu hye:hy ibo:ig ido:io iii:ii iku:iu ile:ie ina:ia ind:id ipk:ik isl:is ita:it jav:jv jpn:ja kal:kl kan:kn kas:ks kat:ka kau:kr
        kaz:kk khm:km kik:ki kin:rw kir:ky kom:kv kon:kg kor:ko kua:kj kur:ku lao:lo lat:la lav:lv lim:li lin:ln lit:lt ltz:lb lub:lu lug:lg mah:mh
        mal:ml mar:mr mkd:mk mlg:mg mlt:mt mon:mn mri:mi msa:ms mya:my nau:na nav:nv nbl:nr nde:nd ndo:ng nep:ne nld:nl nno:nn nob:nb nor:no nya:ny
        oci:oc oji:oj ori:or orm:om oss:os pan:pa pli:pi pol:pl por:pt pus:ps que:qu roh:rm ron:ro run:rn rus:ru sag:sg san:sa sin:si slk:sk slv:sl
        sme:se smo:sm sna:sn snd:sd som:so sot:st spa:es sqi:sq srd:sc srp:sr ssw:ss sun:su swa:sw swe:sv tah:ty tam:ta tat:tt tel:te tgk:tg tha:th
        tir:ti ton:to tsn:tn tso:ts tuk:tk tur:tr twi:tw uig:ug ukr:uk urd:ur uzb:uz ven:ve vie:vi vol:vo wln:wa wol:wo xho:xh yid:yi yor:yo zha:za
        zho:zh zul:zu
        """);

    /// <summary>Codes that have been replaced, or have a twin that is preferred.</summary>
    private static readonly FrozenDictionary<string, string> s_replaced = Pairs(
        """
        alb:sq arm:hy baq:eu bur:my chi:zh cze:cs dut:nl fre:fr geo:ka ger:de gre:el ice:is mac:mk mao:mi may:ms per:fa rum:ro slo:sk tib:bo wel:cy
        in:id iw:he ji:yi jw:jv mo:ro tl:fil
        """);

    /// <summary>The script that a language is written in unless something else is said, by language.</summary>
    private static readonly FrozenDictionary<string, string> s_scripts = Pairs(
        """
        af:Latn ca:Latn cs:Latn cy:Latn da:Latn de:Latn en:Latn es:Latn et:Latn eu:Latn fi:Latn fr:Latn ga:Latn gl:Latn hr:Latn hu:Latn id:Latn
        is:Latn it:Latn lt:Latn lv:Latn ms:Latn mt:Latn nb:Latn nl:Latn nn:Latn no:Latn pl:Latn pt:Latn ro:Latn sk:Latn sl:Latn sq:Latn sv:Latn
        sw:Latn tr:Latn vi:Latn be:Cyrl bg:Cyrl mk:Cyrl ru:Cyrl uk:Cyrl ar:Arab fa:Arab ur:Arab he:Hebr yi:Hebr el:Grek hy:Armn ka:Geor ja:Jpan
        ko:Kore th:Thai hi:Deva mr:Deva ne:Deva bn:Beng ta:Taml te:Telu kn:Knda ml:Mlym gu:Gujr pa:Guru km:Khmr lo:Laoo my:Mymr si:Sinh am:Ethi
        """);

    private static readonly FrozenSet<string> s_languages = s_shortOfLong.Values.ToFrozenSet();

    private static readonly FrozenSet<string> s_countries = Country.KnownValues.Select(country => country.Value).ToFrozenSet();

    public static JsonNode? Check(Validator validator, string text, JsonNode? value, ErrorLocation place) => Standard(text) is { } tag
        ? JsonValue.Create(tag)
        : validator.Refuse("value_error", place, "Value error, Invalid IETF BCP 47 language tag", value, ("error", new JsonObject()));

    /// <summary>The tag in its standard form; null where it is none, or one without a language.</summary>
    public static string? Standard(string text)
    {
        var match = TagText().Match(text.Replace('_', '-').ToLowerInvariant());
        if (!match.Success || Language(match.Groups["language"].Value) is not { } language)
        {
            return null;
        }

        var region = match.Groups["region"].Value.ToUpperInvariant();
        if (region.Length > 0 && !char.IsAsciiDigit(region[0]) && !s_countries.Contains(region))
        {
            return null;
        }

        var script = CultureInfo.InvariantCulture.TextInfo.ToTitleCase(match.Groups["script"].Value);
        var usual = s_scripts.GetValueOrDefault(language);
        string[] parts = [language, script == usual ? "" : script, region];
        return string.Join('-', parts.Where(part => part.Length > 0)) + match.Groups["rest"].Value;
    }

    /// <summary>Languages of three letters are taken without a look: there are some 8,000.</summary>
    private static string? Language(string code)
    {
        var language = s_replaced.GetValueOrDefault(code) ?? s_shortOfLong.GetValueOrDefault(code, code);
        return language != "und" && (language.Length > 2 || s_languages.Contains(language)) ? language : null;
    }

    private static FrozenDictionary<string, string> Pairs(string text) => text
        .Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries)
        .Select(pair => pair.Split(':'))
        .ToFrozenDictionary(pair => pair[0], pair => pair[1]);

    [GeneratedRegex(
        @"\A(?<language>[a-z]{2,3})(-(?<script>[a-z]{4}))?(-(?<region>[a-z]{2}|[0-9]{3}))?"
        + @"(?<rest>(-([a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*(-[a-wyz0-9](-[a-z0-9]{2,8})+)*(-x(-[a-z0-9]{1,8})+)?)\z",
        RegexOptions.ExplicitCapture)]
    private static partial Regex TagText();
}
