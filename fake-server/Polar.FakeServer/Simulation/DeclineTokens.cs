using System.Collections.Frozen;
using System.Globalization;

namespace Polar.FakeServer.Simulation;

/// <summary>
/// Confirmation tokens that say which of a card's charges are declined, and why: <c>ctoken_decline</c> the purchase, <c>ctoken_decline_renewal</c> every
/// renewal, <c>ctoken_decline_off_session</c> every charge without the buyer, <c>ctoken_decline_3</c> the third charge, the purchase being the first. A
/// reason may follow: <c>ctoken_decline_renewal_expired_card</c>.
/// </summary>
internal static class DeclineTokens
{
    private const string Prefix = "ctoken_decline";
    private const string Renewal = "renewal";
    private const string OffSession = "off_session";

    private static readonly FrozenDictionary<string, string> s_messages = new Dictionary<string, string>
    {
        ["insufficient_funds"] = "Your card has insufficient funds.",
        ["expired_card"] = "Your card has expired.",
        ["incorrect_cvc"] = "Your card's security code is incorrect.",
        ["incorrect_number"] = "Your card number is incorrect.",
        ["authentication_required"] = "Your card was declined. This transaction requires authentication.",
    }.ToFrozenDictionary();

    /// <summary>Why a charge is declined; null where the token is none of these, or is not about this charge.</summary>
    public static CardRefusal? Refusal(string token, ChargeOccasion occasion, int number)
    {
        if (token == Prefix)
        {
            return occasion == ChargeOccasion.Purchase ? Because("card_declined") : null;
        }

        if (!token.StartsWith(Prefix + "_", StringComparison.Ordinal))
        {
            return null;
        }

        var rule = token[(Prefix.Length + 1)..];
        return Reason(rule, Renewal) is { } ofRenewal ? (occasion == ChargeOccasion.Renewal ? Because(ofRenewal) : null)
            : Reason(rule, OffSession) is { } ofOffSession ? (occasion != ChargeOccasion.Purchase ? Because(ofOffSession) : null)
            : Counted(rule) is { } counted ? (counted.Number == number ? Because(counted.Reason) : null)
            : occasion == ChargeOccasion.Purchase ? Because(rule)
            : null;
    }

    private static CardRefusal Because(string reason) => new(reason, s_messages.GetValueOrDefault(reason, "Your card was declined."));

    private static string? Reason(string rule, string name) => rule == name ? "card_declined"
        : rule.StartsWith(name + "_", StringComparison.Ordinal) ? rule[(name.Length + 1)..]
        : null;

    private static (int Number, string Reason)? Counted(string rule)
    {
        var end = rule.IndexOf('_', StringComparison.Ordinal);
        var number = end < 0 ? rule : rule[..end];
        return int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var counted)
            ? (counted, end < 0 ? "card_declined" : rule[(end + 1)..])
            : null;
    }
}
