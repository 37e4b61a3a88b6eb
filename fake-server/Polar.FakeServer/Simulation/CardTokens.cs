using System.Collections.Frozen;
using System.Globalization;

namespace Polar.FakeServer.Simulation;

/// <summary>
/// Confirmation tokens that say what becomes of a card's charges. Any other text is a card that pays. <c>docs/tokens.md</c> lists them.
/// </summary>
internal static class CardTokens
{
    /// <summary>How long the processor thinks about a charge that is not settled at once.</summary>
    public static readonly TimeSpan Deliberation = TimeSpan.FromMinutes(1);

    private const string Decline = "ctoken_decline";
    private const string Renewal = "renewal";
    private const string OffSession = "off_session";
    private const string Later = "ctoken_async";
    private const string LaterDecline = "ctoken_async_decline";
    private const string Action = "ctoken_requires_action";
    private const string SlowRefunds = "ctoken_refund_pending";

    /// <summary>The usual reason of a refusal.</summary>
    public const string Usual = "card_declined";

    /// <summary>The reason where the bank wants to hear from the buyer.</summary>
    public const string AuthenticationRequired = "authentication_required";

    /// <summary>The reason where the buyer could not show the bank who it is.</summary>
    public const string NotAuthenticated = "payment_intent_authentication_failure";

    private static readonly FrozenDictionary<string, string> s_messages = new Dictionary<string, string>
    {
        ["insufficient_funds"] = "Your card has insufficient funds.",
        ["expired_card"] = "Your card has expired.",
        ["incorrect_cvc"] = "Your card's security code is incorrect.",
        ["invalid_cvc"] = "Your card's security code is invalid.",
        ["incorrect_number"] = "Your card number is incorrect.",
        ["invalid_expiry_year"] = "Your card's expiration year is invalid.",
        ["processing_error"] = "An error occurred while processing your card. Try again in a little bit.",
        [AuthenticationRequired] = "Your card was declined. This transaction requires authentication.",
        [NotAuthenticated] = "The provided PaymentMethod has failed authentication.",
    }.ToFrozenDictionary();

    private static readonly FrozenSet<string> s_named = FrozenSet.Create("ctoken_ok", Later, Action, SlowRefunds);

    /// <summary>Tokens of the processor's own test cards, and the reasons of those that are declined at once.</summary>
    private static readonly FrozenDictionary<string, string?> s_old = new Dictionary<string, string?>
    {
        ["tok_visa"] = null,
        ["tok_mastercard"] = null,
        ["tok_amex"] = null,
        ["tok_decline"] = Usual,
        ["tok_async_decline"] = Usual,
        ["tok_insufficient_funds"] = "insufficient_funds",
        ["tok_expired_card"] = "expired_card",
        ["tok_incorrect_cvc"] = "incorrect_cvc",
    }.ToFrozenDictionary();

    /// <summary>What becomes of a charge.</summary>
    public static CardOutcome Outcome(CardCharge charge)
    {
        var token = charge.Token;
        return token.StartsWith("tok_", StringComparison.Ordinal) ? OfOld(token)
            : Refusal(token, charge.Occasion, charge.Number) is { } refusal ? new(CardTiming.AtOnce, refusal)
            : charge.Occasion != ChargeOccasion.Purchase ? CardOutcome.Success
            : Reason(token, LaterDecline) is { } reason ? new(CardTiming.Later, Because(reason)) { Delay = Deliberation }
            : token == Later ? new(CardTiming.Later, null) { Delay = Deliberation }
            : token == Action ? new(CardTiming.AfterAction, null)
            : CardOutcome.Success;
    }

    /// <summary>Whether refunds of what the card has paid take their time.</summary>
    public static bool RefundsSlowly(string token) => token == SlowRefunds;

    /// <summary>
    /// What a card is recognized by when it comes again. A token with a meaning is a card of its own at every attempt, since everybody pays with it; any
    /// other text is always the same card.
    /// </summary>
    public static string? Fingerprint(string? token) =>
        token is null || s_named.Contains(token) || s_old.ContainsKey(token) || token.StartsWith(Decline, StringComparison.Ordinal)
        || token.StartsWith(LaterDecline, StringComparison.Ordinal) || token.StartsWith("tok_decline", StringComparison.Ordinal)
            ? null
            : token;

    /// <summary>A refusal with the words that belong to its reason.</summary>
    public static CardRefusal Because(string reason) => new(reason, s_messages.GetValueOrDefault(reason, "Your card was declined."));

    private static CardOutcome OfOld(string token) =>
        token.StartsWith("tok_async_decline", StringComparison.Ordinal) ? new(CardTiming.Later, Because(Usual))
        : token.StartsWith("tok_decline", StringComparison.Ordinal) ? new(CardTiming.AtOnce, Because(Usual))
        : s_old.GetValueOrDefault(token) is { } reason ? new(CardTiming.AtOnce, Because(reason))
        : CardOutcome.Success;

    /// <summary>Why a charge is declined; null where the token does not say so of this charge.</summary>
    private static CardRefusal? Refusal(string token, ChargeOccasion occasion, int number)
    {
        if (token == Decline)
        {
            return occasion == ChargeOccasion.Purchase ? Because(Usual) : null;
        }

        if (!token.StartsWith(Decline + "_", StringComparison.Ordinal))
        {
            return null;
        }

        var rule = token[(Decline.Length + 1)..];
        return Reason(rule, Renewal) is { } ofRenewal ? (occasion is ChargeOccasion.Renewal or ChargeOccasion.Recovery ? Because(ofRenewal) : null)
            : Reason(rule, OffSession) is { } ofOffSession ? (occasion is ChargeOccasion.Renewal or ChargeOccasion.OffSession ? Because(ofOffSession) : null)
            : Counted(rule) is { } counted ? (counted.Number == number ? Because(counted.Reason) : null)
            : occasion == ChargeOccasion.Purchase ? Because(rule)
            : null;
    }

    private static string? Reason(string rule, string name) => rule == name ? Usual
        : rule.StartsWith(name + "_", StringComparison.Ordinal) ? rule[(name.Length + 1)..]
        : null;

    private static (int Number, string Reason)? Counted(string rule)
    {
        var end = rule.IndexOf('_', StringComparison.Ordinal);
        var number = end < 0 ? rule : rule[..end];
        return int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var counted)
            ? (counted, end < 0 ? Usual : rule[(end + 1)..])
            : null;
    }
}
