namespace Polar.FakeServer.Simulation;

/// <summary>When a charge's outcome is known.</summary>
internal enum CardTiming
{
    AtOnce,
    Later,
}

/// <summary>Why a card was refused.</summary>
/// <param name="Reason">The processor's word for it.</param>
/// <param name="Message">What the buyer is told.</param>
internal sealed record CardRefusal(string Reason, string Message);

/// <summary>What a charge of a card comes to.</summary>
/// <param name="Timing">When that is known.</param>
/// <param name="Refusal">Why no money moves; null where it does.</param>
internal sealed record CardOutcome(CardTiming Timing, CardRefusal? Refusal);

/// <summary>Cards, simulated: the confirmation token names the outcome.</summary>
internal static class CardSimulator
{
    /// <summary>A card that pays, for who has none on file.</summary>
    public const string Usual = "tok_visa";

    public const string Brand = "visa";

    public const string Last4 = "4242";

    public const int ExpiryMonth = 12;

    public const int ExpiryYear = 2034;

    private const string Declined = "tok_decline";
    private const string DeclinedLater = "tok_async_decline";

    private static readonly CardOutcome s_success = new(CardTiming.AtOnce, null);

    /// <summary>What happens to a charge of a card: it succeeds unless the card's token says how it is declined.</summary>
    /// <param name="token">The confirmation token that the card came with.</param>
    /// <param name="occasion">Why it is charged.</param>
    /// <param name="number">How many charges of the card this makes; the purchase that it came with is the first.</param>
    public static CardOutcome Charge(string token, ChargeOccasion occasion = ChargeOccasion.Purchase, int number = 1) => token switch
    {
        _ when DeclineTokens.Refusal(token, occasion, number) is { } refusal => new(CardTiming.AtOnce, refusal),
        "tok_insufficient_funds" => new(CardTiming.AtOnce, new("insufficient_funds", "Your card has insufficient funds.")),
        "tok_expired_card" => new(CardTiming.AtOnce, new("expired_card", "Your card has expired.")),
        "tok_incorrect_cvc" => new(CardTiming.AtOnce, new("incorrect_cvc", "Your card's security code is incorrect.")),
        _ when token.StartsWith(Declined, StringComparison.Ordinal) =>
            new(CardTiming.AtOnce, new("card_declined", "Your card was declined.")),
        _ when token.StartsWith(DeclinedLater, StringComparison.Ordinal) =>
            new(CardTiming.Later, new("card_declined", "Your card was declined.")),
        _ => s_success,
    };
}
