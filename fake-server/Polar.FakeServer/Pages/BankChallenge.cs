namespace Polar.FakeServer.Pages;

/// <summary>What stands in for the page of a bank that wants to see its customer before it lets a payment through.</summary>
internal static class BankChallenge
{
    private const string Approve = "approve";

    /// <summary>What is on it.</summary>
    /// <param name="action">Where the answer goes.</param>
    /// <param name="seller">Who wants to charge the card.</param>
    /// <param name="amount">How much is charged, as a text; null where the card is only kept.</param>
    /// <param name="hidden">What the form carries besides.</param>
    public static Html Of(string action, string seller, string? amount, Html? hidden = null) => Html.Of($"""
        <div class="bank">
        <svg class="logo" viewBox="0 0 24 24" width="44" height="44" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linejoin="round" aria-hidden="true"><path d="M3 9.5 12 4l9 5.5H3ZM5.5 9.5V17M10 9.5V17M14 9.5V17M18.5 9.5V17M3.5 17h17M2.5 20h19"/></svg>
        <h1>Your bank asks: is it you?</h1>
        <p>{seller} {(amount is null ? Html.Of($"wants to keep your card for payments to come.") : Html.Of($"wants to charge <b>{amount}</b> to your card."))}</p>
        <form method="post" action="{action}">
        {hidden}
        <button class="pay" name="answer" value="{Approve}">Yes, it is me</button>
        <button class="plain" name="answer" value="fail">No, refuse it</button>
        </form>
        <p class="fake">A real bank would send you a code, or ask for a fingerprint. This one takes your word.</p>
        </div>
        """);

    /// <summary>Whether the customer has shown who it is.</summary>
    public static bool IsApproved(PageRequest request) => request.Form.GetValueOrDefault("answer") == Approve;
}
