using System.Net;
using System.Net.Sockets;

namespace Polar.FakeServer;

/// <summary>Addresses of the whole internet, as against those of one's own machine or network.</summary>
internal static class PublicAddresses
{
    /// <summary>Whether an address can be reached from everywhere.</summary>
    public static bool Has(IPAddress ip)
    {
        if (ip.AddressFamily == AddressFamily.InterNetworkV6)
        {
            return !IPAddress.IsLoopback(ip) && !ip.IsIPv6LinkLocal && !ip.IsIPv6SiteLocal && !ip.IsIPv6UniqueLocal && !ip.IsIPv6Multicast && !ip.Equals(IPAddress.IPv6Any);
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
