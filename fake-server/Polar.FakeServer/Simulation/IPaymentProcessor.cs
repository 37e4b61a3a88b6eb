namespace Polar.FakeServer.Simulation;

/// <summary>Charges cards, in the place of the payment processor behind Polar.</summary>
/// <remarks>It is asked once for each attempt, inside of a step that may be undone: an answer must follow from the charge alone.</remarks>
public interface IPaymentProcessor
{
    /// <summary>Charges a card.</summary>
    /// <param name="charge">The charge.</param>
    /// <returns>What it comes to.</returns>
    CardOutcome Charge(CardCharge charge);
}
