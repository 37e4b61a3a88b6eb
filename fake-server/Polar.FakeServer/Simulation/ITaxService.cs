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
}
