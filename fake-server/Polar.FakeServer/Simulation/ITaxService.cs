using Polar.Functional.Contracts;

namespace Polar.FakeServer.Simulation;

/// <summary>Knows the rates of taxes, in the place of the tax service behind Polar.</summary>
/// <remarks>It is asked inside of a step that may be undone: an answer must follow from the address alone.</remarks>
public interface ITaxService
{
    /// <summary>The rate of the tax on what somebody buys.</summary>
    /// <param name="address">Where the buyer is.</param>
    /// <param name="hasTaxId">Whether the buyer is a business with a tax id.</param>
    /// <returns>The rate: 0.19 for 19 %.</returns>
    decimal RateOf(Address address, bool hasTaxId);

    /// <summary>Why no tax can be computed at an address: <c>Postal code does not match state</c>.</summary>
    /// <param name="address">Where the buyer is.</param>
    /// <returns>
    /// The sentence that a checkout is refused with when it is confirmed; until then its tax is not known. What is charged later is charged without tax. Null
    /// where the tax can be computed.
    /// </returns>
    string? FaultOf(Address address) => null;
}
