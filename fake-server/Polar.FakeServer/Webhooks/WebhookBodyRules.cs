using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Polar.FakeServer.Validation;

namespace Polar.FakeServer.Webhooks;

/// <summary>
/// Polar delivers only to public https addresses; the fake takes loopback ones too, by http as well, since that is where its users listen; and those
/// of a private network where it is allowed to send there.
/// </summary>
/// <param name="url">The schema of the address.</param>
internal sealed class WebhookUrlRule(Schema url) : BodyRule
{
    private static readonly IdnMapping s_names = new();

    public override Schema? Schema(string member) => member == "url" ? url : null;

    public override JsonNode? Member(Validator validator, string name, JsonNode value, JsonObject siblings, ErrorLocation place)
    {
        if (name != "url" || Urls.HostOf(value.ToString()) is var host && IsReachable(validator, host))
        {
            return value;
        }

        if (IPAddress.TryParse(host, out var ip))
        {
            return PublicAddresses.Has(ip)
                ? value
                : Refuse(validator, place, "Webhook URLs cannot point to localhost or private IP addresses.", value);
        }

        return IsHostName(host)
            ? value
            : Refuse(validator, place, "Invalid webhook URL: the hostname contains characters not allowed in domain names.", value);
    }

    /// <summary>Whether it is an address that Polar refuses and the fake has a use for.</summary>
    public static bool IsReachable(Validator validator, string host) =>
        WebhookAddress.IsLoopback(host) || (validator.ValidationContext.HasPrivateWebhooks && WebhookAddress.IsPrivate(host));

    private static bool IsHostName(string host)
    {
        var labels = (host.EndsWith('.') ? host[..^1] : host).Split('.');
        return Array.TrueForAll(labels, IsLabel);
    }

    private static bool IsLabel(string label)
    {
        if (label.Length is 0 or > 63 || label.StartsWith('-') || label.EndsWith('-'))
        {
            return false;
        }

        return label.StartsWith("xn--", StringComparison.Ordinal)
            ? s_names.GetUnicode(label).EnumerateRunes().All(IsInName)
            : !(label.Length > 3 && label[2..4] == "--") && label.EnumerateRunes().All(IsInName);
    }

    /// <summary>Letters, digits, what is written on them, and hyphens.</summary>
    private static bool IsInName(Rune rune) => rune.Value == '-' || (rune.IsAscii ? char.IsAsciiLetterOrDigit((char)rune.Value) : Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.LowercaseLetter or UnicodeCategory.OtherLetter or UnicodeCategory.ModifierLetter or UnicodeCategory.NonSpacingMark
        or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.DecimalDigitNumber);
}
