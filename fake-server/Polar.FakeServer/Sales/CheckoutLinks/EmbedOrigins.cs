using System.Globalization;
using System.Net;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Organizations;
using Polar.FakeServer.Validation;

namespace Polar.FakeServer.Sales.CheckoutLinks;

/// <summary>Which pages may show a checkout within them.</summary>
internal static class EmbedOrigins
{
    private static readonly string[] s_localSuffixes = [".localhost", ".local"];

    /// <summary>The origin of a page as a session keeps it: none where it can't be read; a refusal where the organization does not list its host.</summary>
    public static Outcome<string?> Allowed(OrganizationRow organization, string? text)
    {
        if (Read(text) is not { } origin)
        {
            return (string?)null;
        }

        var written = Written(origin);
        if (!organization.Resource.EmbedHosts.Any(host => Matches(host, origin)))
        {
            return new Failure(403, "EmbedHostNotAllowed", $"{written} is not allowed to embed this checkout.");
        }

        return written;
    }

    /// <summary>Hosts beyond ASCII are written as the name system knows them.</summary>
    private static string Written(Uri origin) => origin.HostNameType == UriHostNameType.Dns
        ? $"{origin.Scheme}://{origin.IdnHost}{(origin.IsDefaultPort ? "" : string.Create(CultureInfo.InvariantCulture, $":{origin.Port}"))}"
        : origin.GetLeftPart(UriPartial.Authority);

    private static Uri? Read(string? text) =>
        !string.IsNullOrWhiteSpace(text) && Uri.TryCreate(text.Trim(), UriKind.Absolute, out var origin)
        && origin.Host.Length > 0 && !origin.Host.Contains('*', StringComparison.Ordinal)
            ? new UriBuilder(origin) { UserName = "", Password = "", Path = "", Query = "", Fragment = "" }.Uri
            : null;

    /// <summary>A host without a scheme is one of the web: HTTPS, and plain HTTP too where only one's own machine or network reaches it.</summary>
    private static bool Matches(string entry, Uri origin)
    {
        var separator = entry.IndexOf("://", StringComparison.Ordinal);
        var isScheme = separator >= 0
            ? origin.Scheme == entry[..separator]
            : origin.Scheme == Uri.UriSchemeHttps || (origin.Scheme == Uri.UriSchemeHttp && IsLocal(origin.Host));
        var rest = separator >= 0 ? entry[(separator + 3)..] : entry;
        var isWild = rest.StartsWith(EmbedHosts.Wildcard, StringComparison.Ordinal);
        var host = isWild ? rest[EmbedHosts.Wildcard.Length..] : rest;
        if (!isScheme || !Uri.TryCreate($"{origin.Scheme}://{host}", UriKind.Absolute, out var expected) || expected.Port != origin.Port)
        {
            return false;
        }

        return isWild
            ? origin.IdnHost.EndsWith($".{expected.IdnHost}", StringComparison.OrdinalIgnoreCase)
            : origin.IdnHost.Equals(expected.IdnHost, StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsLocal(string host) =>
        host == "localhost" || s_localSuffixes.Any(suffix => host.EndsWith(suffix, StringComparison.OrdinalIgnoreCase))
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && !PublicAddresses.Has(address));
}
