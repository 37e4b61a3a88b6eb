using System.Net;

namespace Polar.FakeServer.Validation;

/// <summary>Addresses of the whole internet, as against those of one's own machine or network.</summary>
internal static class PublicAddresses
{
    /// <summary>What is not reachable from everywhere, as Python's library knows it.</summary>
    private static readonly IPNetwork[] s_private = Networks(
        "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 192.168.0.0/16 198.18.0.0/15 "
        + "198.51.100.0/24 203.0.113.0/24 240.0.0.0/4 "
        + "::/128 ::1/128 ::ffff:0:0/96 64:ff9b:1::/48 100::/64 2001::/23 2001:db8::/32 2002::/16 3fff::/20 fc00::/7 fe80::/10");

    /// <summary>What is reachable all the same.</summary>
    private static readonly IPNetwork[] s_public = Networks(
        "192.0.0.9/32 192.0.0.10/32 2001:1::1/128 2001:1::2/128 2001:3::/32 2001:4:112::/48 2001:20::/28 2001:30::/28");

    /// <summary>Whether an address can be reached from everywhere.</summary>
    public static bool Has(IPAddress ip) => Holds(s_public, ip) || !Holds(s_private, ip);

    /// <summary>Whether an address is in a network of its own kind: an IPv4 address is not looked for among the others, however it is written.</summary>
    private static bool Holds(IPNetwork[] networks, IPAddress ip) =>
        Array.Exists(networks, network => network.BaseAddress.AddressFamily == ip.AddressFamily && network.Contains(ip));

    private static IPNetwork[] Networks(string table) => [.. table.Split(' ').Select(network => IPNetwork.Parse(network))];
}
