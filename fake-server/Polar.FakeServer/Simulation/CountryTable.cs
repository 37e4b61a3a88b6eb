using System.Net;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Simulation;

/// <summary>Which country an IP address is in: what a test says, asked of nobody.</summary>
internal sealed class CountryTable : ICountryLookup
{
    private readonly (IPNetwork Network, Country Country)[] _networks;

    /// <summary>Reads what was chosen; of two networks that hold an address the smaller one counts.</summary>
    /// <param name="chosen">Countries by address, or by network.</param>
    /// <exception cref="ArgumentException">Something is no address, no network, or no country.</exception>
    public CountryTable(IEnumerable<KeyValuePair<string, string>> chosen) =>
        _networks = [.. chosen.Select(Read).OrderByDescending(entry => entry.Network.PrefixLength)];

    /// <summary>As it is when nobody says otherwise: of no address is known where it is.</summary>
    public static CountryTable Empty { get; } = new([]);

    /// <inheritdoc/>
    public Country? CountryOf(IPAddress address)
    {
        foreach (var (network, country) in _networks)
        {
            if (network.Contains(address))
            {
                return country;
            }
        }

        return null;
    }

    private static (IPNetwork Network, Country Country) Read(KeyValuePair<string, string> entry)
    {
        var network = IPAddress.TryParse(entry.Key, out var single) ? new IPNetwork(single, single.GetAddressBytes().Length * 8)
            : IPNetwork.TryParse(entry.Key, out var several) ? several
            : throw new ArgumentException($"\"{entry.Key}\" is neither an IP address nor a network such as 203.0.113.0/24.");
        var country = new Country(entry.Value);
        return Country.KnownValues.Contains(country)
            ? (network, country)
            : throw new ArgumentException($"\"{entry.Value}\" is no country's code of two letters.");
    }
}

/// <summary>Looking up addresses as they are written.</summary>
internal static class CountryLookups
{
    extension(ICountryLookup lookup)
    {
        /// <summary>The country of an address; null where it is not known, and where the text is no address.</summary>
        /// <exception cref="InvalidOperationException">The lookup has named something that is no country.</exception>
        public Country? Of(string? address)
        {
            if (!IPAddress.TryParse(address, out var parsed))
            {
                return null;
            }

            var found = lookup.CountryOf(parsed.IsIPv4MappedToIPv6 ? parsed.MapToIPv4() : parsed);
            return found is not { } country || Country.KnownValues.Contains(country)
                ? found
                : throw new InvalidOperationException($"The country lookup says that {parsed} is in \"{country.Value}\", which is no country's code of two letters.");
        }
    }
}
