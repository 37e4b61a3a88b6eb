using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Polar.FakeServer.Http;
using Polar.FakeServer.Validation;

namespace Polar.FakeServer.Organizations;

/// <summary>What bodies of organizations share: names that offend nobody, and logos of the merchant's own.</summary>
internal partial class OrganizationRule : BodyRule
{
    public override JsonNode? Member(Validator validator, string name, JsonNode value, JsonObject siblings, ErrorLocation place) => name switch
    {
        "name" => Inoffensive(validator, value, value.ToString(), place),
        "avatar_url" => IsLookedUp(value.ToString()) ? null : value,
        "embed_hosts" => EmbedHosts.Check(validator, value.AsArray(), place),
        _ => value,
    };

    /// <summary>The text, unless a word of it is one that Polar does not want in a name.</summary>
    protected static JsonNode? Inoffensive(Validator validator, JsonNode given, string text, ErrorLocation place) =>
        BlockedWord().IsMatch(text) ? Refuse(validator, place, "This name is not allowed.", given) : JsonValue.Create(text);

    /// <summary>Logos that Polar looked up itself are not kept as if they had been chosen.</summary>
    private static bool IsLookedUp(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Host.EndsWith("logo.dev", StringComparison.Ordinal);

    [GeneratedRegex(
        @"\b(porn|porno|pornography|sex|sexual|sexy|nsfw|xxx|hentai|erotic|erotica|fetish|nude|nudes|nudity|onlyfans|camgirl|escort)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex BlockedWord();
}

/// <summary>A new organization's slug is fit for an address, and neither one of Polar's own nor what the fake's own addresses begin with.</summary>
internal sealed partial class NewOrganizationRule : OrganizationRule
{
    private static readonly HashSet<string> s_reserved =
    [
        "benefits", "donations", "issue-funding", "newsletters", "products", "careers", "legal", "docs", "login", "signup", "oauth2", "checkout",
        "embed", "maintainer", "dashboard", "feed", "for-you", "posts", "purchases", "funding", "rewards", "settings", "backoffice", "finance",
    ];

    public override JsonNode? Member(Validator validator, string name, JsonNode value, JsonObject siblings, ErrorLocation place)
    {
        if (name != "slug")
        {
            return base.Member(validator, name, value, siblings, place);
        }

        var slug = value.ToString().ToLowerInvariant();
        return !SlugText().IsMatch(slug)
            ? Refuse(validator, place, "The slug can only contain ASCII letters, numbers and hyphens.", value)
            : s_reserved.Contains(slug) || FixedPlaces.Has(slug)
            ? Refuse(validator, place, "This slug is reserved.", value)
            : Inoffensive(validator, value, slug, place);
    }

    [GeneratedRegex(@"\A[a-z0-9]+(-[a-z0-9]+)*\z")]
    private static partial Regex SlugText();
}

/// <summary>A profile's platform is that of its address, whatever was said.</summary>
internal sealed class SocialLinkRule : BodyRule
{
    private const string Web = "www.";

    private static readonly Dictionary<string, string> s_platforms = new()
    {
        ["twitter.com"] = "x",
        ["x.com"] = "x",
        ["github.com"] = "github",
        ["facebook.com"] = "facebook",
        ["fb.com"] = "facebook",
        ["instagram.com"] = "instagram",
        ["youtube.com"] = "youtube",
        ["youtu.be"] = "youtube",
        ["tiktok.com"] = "tiktok",
        ["linkedin.com"] = "linkedin",
        ["threads.net"] = "threads",
        ["discord.gg"] = "discord",
        ["discord.com"] = "discord",
    };

    public override JsonNode? Reread(JsonNode? given)
    {
        if (given is not JsonObject link || link["url"] is not JsonValue value || !value.TryGetValue<string>(out var url) || url.Length == 0)
        {
            return given;
        }

        var known = link.DeepClone().AsObject();
        known["platform"] = PlatformOf(url);
        return known;
    }

    private static string PlatformOf(string url)
    {
        var host = Uri.TryCreate(url, UriKind.Absolute, out var address) ? address.Host : "";
        return s_platforms.GetValueOrDefault(host.StartsWith(Web, StringComparison.Ordinal) ? host[Web.Length..] : host, "other");
    }
}

/// <summary>Older clients send a flag where there are now the names of metrics; it says nothing.</summary>
internal sealed class FeatureSettingsRule : BodyRule
{
    private const string Metrics = "overview_metrics";

    public override JsonNode? Reread(JsonNode? given)
    {
        if (given is not JsonObject features || features[Metrics] is not JsonValue value || !value.TryGetValue<bool>(out _))
        {
            return given;
        }

        var known = features.DeepClone().AsObject();
        known[Metrics] = null;
        return known;
    }
}
