namespace Polar.FakeServer;

/// <summary>What a charge of a card comes to.</summary>
/// <param name="Succeeded">Whether money moved.</param>
/// <param name="Reason">The processor's word for a refusal.</param>
/// <param name="Message">What the buyer is told.</param>
internal sealed record CardOutcome(bool Succeeded, string? Reason, string? Message);

/// <summary>Cards, simulated: the confirmation token names the outcome.</summary>
internal static class Cards
{
    private static readonly CardOutcome s_success = new(true, null, null);

    /// <summary>What happens to a charge with this token: it succeeds unless the token says how it is declined.</summary>
    public static CardOutcome Charge(string token) => token switch
    {
        "tok_insufficient_funds" => new(false, "insufficient_funds", "Your card has insufficient funds."),
        "tok_expired_card" => new(false, "expired_card", "Your card has expired."),
        _ when token.StartsWith("tok_decline", StringComparison.Ordinal) => new(false, "card_declined", "Your card was declined."),
        _ => s_success,
    };

    public const string Brand = "visa";

    public const string Last4 = "4242";
}
