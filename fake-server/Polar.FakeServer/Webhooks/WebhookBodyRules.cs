using System.Net;
using System.Text.Json.Nodes;

namespace Polar.FakeServer;

/// <summary>
/// Polar delivers only to public https addresses; the fake takes loopback ones too, by http as well, since that is where its users listen.
/// </summary>
internal sealed class WebhookUrlRule : BodyRule
{
    public override JsonNode? Member(Validator validator, string name, JsonNode value, JsonObject siblings, Place place)
    {
        if (name != "url")
        {
            return value;
        }

        var address = new Uri(value.ToString());
        if (IsLoopback(address))
        {
            return value;
        }

        if (address.Scheme != Uri.UriSchemeHttps)
        {
            return validator.Refuse("url_scheme", place, "URL scheme should be 'https'", value, ("expected_schemes", "'https'"));
        }

        if (IPAddress.TryParse(address.DnsSafeHost, out var ip))
        {
            return PublicAddresses.Has(ip)
                ? value
                : Refuse(validator, place, "Webhook URLs cannot point to localhost or private IP addresses.", value);
        }

        return IsHostName(address.IdnHost)
            ? value
            : Refuse(validator, place, "Invalid webhook URL: the hostname contains characters not allowed in domain names.", value);
    }

    private static bool IsLoopback(Uri address) =>
        address.IsLoopback || (IPAddress.TryParse(address.DnsSafeHost, out var ip) && IPAddress.IsLoopback(ip));

    private static bool IsHostName(string host) => host.TrimEnd('.').Split('.').All(label =>
        label.Length is > 0 and < 64
        && !label.StartsWith('-')
        && !label.EndsWith('-')
        && label.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-'));
}
