using System.Collections.Frozen;
using Polar.FakeServer.Validation;

namespace Polar.FakeServer.Organizations;

/// <summary>
/// Names of the domain name system under which anybody registers: <c>com</c>, <c>fr</c>, <c>co.uk</c>. Of some 10,000 there are, these are every
/// country's and the well-known ones.
/// </summary>
internal static class DomainSuffixes
{
    private const int CountryLength = 2;

    private static readonly FrozenSet<string> s_topLevels = FrozenSet.Create(
        "aero", "agency", "app", "art", "arpa", "asia", "biz", "blog", "cat", "club", "cloud", "com", "coop", "design", "dev", "digital", "edu",
        "email", "fun", "games", "gov", "group", "host", "info", "int", "jobs", "life", "link", "live", "mil", "mobi", "museum", "name", "net",
        "network", "news", "one", "online", "org", "page", "post", "pro", "shop", "site", "software", "space", "store", "studio", "systems", "tech",
        "tel", "today", "tools", "top", "travel", "vip", "website", "wiki", "work", "world", "xxx", "xyz", "zone");

    /// <summary>What countries have below their own name for those who register.</summary>
    private static readonly FrozenSet<string> s_secondLevels = FrozenSet.Create(
        "ac", "asn", "biz", "co", "com", "ed", "edu", "gen", "go", "gob", "gouv", "gov", "gv", "id", "ind", "info", "ltd", "me", "mil", "ne", "net",
        "nom", "or", "org", "plc", "sch");

    /// <summary>Whether the name itself is such a suffix.</summary>
    public static bool Has(string name) => name.Split('.') switch
    {
        [var top] => IsCountry(top) || s_topLevels.Contains(top),
        [var second, var top] => IsCountry(top) && s_secondLevels.Contains(second),
        _ => false,
    };

    /// <summary>Names of two letters are countries', all of them.</summary>
    private static bool IsCountry(string name) => name.Length == CountryLength && name.All(char.IsAsciiLetter);
}
