namespace Polar.FakeServer.Simulation;

/// <summary>Cards, simulated: the confirmation token names the outcome.</summary>
internal sealed class CardSimulator : IPaymentProcessor
{
    /// <summary>A card that pays, for who has none on file.</summary>
    public const string Usual = "tok_visa";

    public const string Brand = "visa";

    public const string Last4 = "4242";

    public const int ExpiryMonth = 12;

    public const int ExpiryYear = 2034;

    private const string DeclinedAtOnce = "tok_decline";
    private const string DeclinedLater = "tok_async_decline";

    /// <summary>The usual reason of a refusal.</summary>
    public static CardRefusal Declined { get; } = new("card_declined", "Your card was declined.");

    /// <summary>The only one.</summary>
    public static CardSimulator Instance { get; } = new();

    /// <summary>Succeeds unless the token says how the card is declined.</summary>
    public CardOutcome Charge(CardCharge charge) => charge.Token switch
    {
        _ when DeclineTokens.Refusal(charge.Token, charge.Occasion, charge.Number) is { } refusal => new(CardTiming.AtOnce, refusal),
        "tok_insufficient_funds" => new(CardTiming.AtOnce, new("insufficient_funds", "Your card has insufficient funds.")),
        "tok_expired_card" => new(CardTiming.AtOnce, new("expired_card", "Your card has expired.")),
        "tok_incorrect_cvc" => new(CardTiming.AtOnce, new("incorrect_cvc", "Your card's security code is incorrect.")),
        var token when token.StartsWith(DeclinedAtOnce, StringComparison.Ordinal) =>
            new(CardTiming.AtOnce, Declined),
        var token when token.StartsWith(DeclinedLater, StringComparison.Ordinal) =>
            new(CardTiming.Later, Declined),
        _ => CardOutcome.Success,
    };
}
