using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Polar.FakeServer.Validation;

namespace Polar.FakeServer.Organizations;

/// <summary>
/// Hosts whose pages may show an organization's checkouts: <c>shop.example</c>, <c>*.shop.example</c>, <c>localhost:3000</c>, or the origin of an
/// app with its scheme.
/// </summary>
internal static partial class EmbedHosts
{
    public const string Wildcard = "*.";

    private const int Longest = 253;

    /// <summary>Stands where the wildcard does, so that the rest is read as part of an address.</summary>
    private const string AnyLabel = "any.";

    private const string NoHost =
        "write a host and an optional port, with no path. Between the dots, only letters, digits and hyphens";

    /// <summary>The hosts in their one form, each once; a fault of the whole list where one is none.</summary>
    public static JsonNode? Check(Validator validator, JsonArray sent, ErrorLocation place)
    {
        var hosts = new List<string>();
        foreach (var entry in sent.Select(item => item!.ToString()))
        {
            var (host, fault) = Read(entry);
            if (fault is not null)
            {
                var sentence = $"Value error, {PythonText.Quoted(entry)} is not a valid embed host: {fault}";
                return validator.Refuse("value_error", place, sentence, sent, ("error", new JsonObject()));
            }

            hosts.Add(host!);
        }

        return new JsonArray([.. hosts.Distinct().Select(host => (JsonNode)JsonValue.Create(host))]);
    }

    private static (string? Host, string? Fault) Read(string entry)
    {
        var text = entry.Trim();
        var isWild = text.StartsWith(Wildcard, StringComparison.Ordinal);
        if (text.Length == 0)
        {
            return (null, "it is empty");
        }

        if (text == "*" || (isWild && text[Wildcard.Length..].Trim() is "" or "*"))
        {
            return (null, "a bare wildcard would let any page embed");
        }

        var (scheme, rest) = Split(text);
        if (IsWeb(scheme ?? text.ToLowerInvariant()))
        {
            return (null, "write the host on its own. HTTPS is always allowed, and HTTP as well for localhost and private addresses");
        }

        isWild = rest.StartsWith(Wildcard, StringComparison.Ordinal);
        rest = isWild ? rest[Wildcard.Length..] : rest;
        if ((scheme is null ? WebHost(rest, isWild) : AppHost(scheme, rest, isWild)) is not { } host)
        {
            return (null, NoHost);
        }

        var name = host.Split(':')[0];
        return isWild && DomainSuffixes.Has(name)
            ? (null, $"{name} is a domain suffix, so this would admit every site registered under it. Name your own site, like myshop.{name}")
            : ((scheme is null ? "" : $"{scheme}://") + (isWild ? Wildcard : "") + host, null);
    }

    private static bool IsWeb(string scheme) => scheme == Uri.UriSchemeHttp || scheme == Uri.UriSchemeHttps;

    private static (string? Scheme, string Host) Split(string text) =>
        text.IndexOf("://", StringComparison.Ordinal) is >= 0 and var end ? (text[..end].ToLowerInvariant(), text[(end + 3)..]) : (null, text);

    /// <summary>Whether a text has the look of a host, and of a port where it has any; addresses are read much more leniently.</summary>
    private static bool IsWritten(string host)
    {
        var bracket = host.StartsWith('[') ? host.IndexOf(']', StringComparison.Ordinal) : -1;
        return host.Length > 0
            && !host.Contains('*', StringComparison.Ordinal)
            && !PortText().Replace(host[(bracket + 1)..], "").Contains(':', StringComparison.Ordinal);
    }

    private static string? WebHost(string host, bool isWild)
    {
        const string Scheme = "https://";
        if (!IsWritten(host) || Urls.Read(Scheme + (isWild ? AnyLabel : "") + host) is not { Url: { } url })
        {
            return null;
        }

        var authority = url[Scheme.Length..^1];
        var named = isWild ? authority[AnyLabel.Length..] : authority;
        return url.EndsWith('/') && IsHost(PortText().Replace(named, "")) ? named : null;
    }

    /// <summary>The host of an app's origin, which is nobody's on the web and is kept as it is.</summary>
    private static string? AppHost(string scheme, string host, bool isWild)
    {
        var named = host.EndsWith('/') ? host[..^1] : host;
        var port = PortText().Match(named).Value;
        return SchemeText().IsMatch(scheme)
            && IsWritten(named)
            && IsHost(named[..^port.Length])
            && (port.Length == 0 || (int.TryParse(port.AsSpan(1), out var number) && number <= ushort.MaxValue))
            && !(isWild && named.StartsWith('['))
            ? named
            : null;
    }

    private static bool IsHost(string host) =>
        host.Length <= Longest && (HostText().IsMatch(host) || IPAddress.TryParse(host.Trim('[', ']'), out _));

    [GeneratedRegex(@":[0-9]+\z")]
    private static partial Regex PortText();

    [GeneratedRegex(@"\A[a-z][a-z0-9+.\-]*\z")]
    private static partial Regex SchemeText();

    [GeneratedRegex(@"\A[A-Za-z0-9\-]+(\.[A-Za-z0-9\-]+)*\.?\z")]
    private static partial Regex HostText();
}
