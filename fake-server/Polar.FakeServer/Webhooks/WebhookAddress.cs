using System.Net;
using Polar.FakeServer.Validation;

namespace Polar.FakeServer.Webhooks;

/// <summary>Where the address of an endpoint leads.</summary>
internal static class WebhookAddress
{
    private static readonly string[] s_privateDomains = [".localhost", ".local", ".internal", ".lan", ".home.arpa"];

    /// <summary>Whether it cannot leave this machine.</summary>
    public static bool IsOnThisMachine(string url) => IsLoopback(Urls.HostOf(url));

    public static bool IsLoopback(string host) => host == "localhost"
        || host.EndsWith(".localhost", StringComparison.Ordinal)
        || (IPAddress.TryParse(host, out var ip) && IPAddress.IsLoopback(ip));

    /// <summary>Whether it is a name or an address that only a private network knows, such as a service of a compose file.</summary>
    public static bool IsPrivate(string host) => IPAddress.TryParse(host, out var ip)
        ? !PublicAddresses.Has(ip)
        : !host.Contains('.') || Array.Exists(s_privateDomains, domain => host.EndsWith(domain, StringComparison.Ordinal));
}
