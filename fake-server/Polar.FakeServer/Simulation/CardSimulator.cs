namespace Polar.FakeServer.Simulation;

/// <summary>Cards, simulated: the confirmation token names the outcome.</summary>
internal sealed class CardSimulator : IPaymentProcessor
{
    public const string Brand = "visa";

    public const string Last4 = "4242";

    public const int ExpiryMonth = 12;

    public const int ExpiryYear = 2034;

    /// <summary>The only one.</summary>
    public static CardSimulator Instance { get; } = new();

    /// <summary>Succeeds unless the token says how the card is declined.</summary>
    public CardOutcome Charge(CardCharge charge) => CardTokens.Outcome(charge);
}
