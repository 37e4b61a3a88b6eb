using System.Net;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Simulation;

/// <summary>Knows which country an IP address is in, in the place of the database behind Polar.</summary>
/// <remarks>
/// It is asked at most once for each checkout that begins or changes, inside of a step that may be undone: an answer must follow from the address alone.
/// What it throws fails that call, and nothing else.
/// </remarks>
public interface ICountryLookup
{
    /// <summary>The country of an IP address.</summary>
    /// <param name="address">The address; one of version 4 is never written as one of version 6.</param>
    /// <returns>The country, one of <see cref="Country.KnownValues"/>; null where it is not known.</returns>
    Country? CountryOf(IPAddress address);
}
