using System.Net;
using System.Net.Sockets;
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
            return IsGlobal(ip)
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

    /// <summary>Whether an address can be reached from everywhere.</summary>
    private static bool IsGlobal(IPAddress ip)
    {
        if (ip.AddressFamily == AddressFamily.InterNetworkV6)
        {
            return !ip.IsIPv6LinkLocal && !ip.IsIPv6SiteLocal && !ip.IsIPv6UniqueLocal && !ip.IsIPv6Multicast && !ip.Equals(IPAddress.IPv6Any);
        }

        var parts = ip.GetAddressBytes();
        return parts switch
        {
            [0 or 10 or 127, ..] => false,
            [100, >= 64 and < 128, ..] => false,
            [169, 254, ..] => false,
            [172, >= 16 and < 32, ..] => false,
            [192, 0, 0 or 2, _] or [192, 168, ..] => false,
            [198, 18 or 19, ..] or [198, 51, 100, _] => false,
            [203, 0, 113, _] => false,
            [>= 240, ..] => false,
            _ => true,
        };
    }
}
