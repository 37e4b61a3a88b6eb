namespace Polar.FakeServer.Pages;

/// <summary>A card to try a payment with.</summary>
/// <param name="Token">The confirmation token that stands for it.</param>
/// <param name="Name">What it does, in a few words.</param>
internal sealed record TestCard(string Token, string Name)
{
    /// <summary>The cards that are buttons on the page; any other token can be typed.</summary>
    public static IReadOnlyList<TestCard> All { get; } =
    [
        new("tok_visa", "Pays"),
        new("ctoken_decline", "Is declined"),
        new("tok_insufficient_funds", "Has not enough money"),
        new("ctoken_requires_action", "Has the bank ask you first"),
        new("ctoken_async", "Pays a minute later"),
        new("ctoken_async_decline", "Is declined a minute later"),
        new("tok_async_decline", "Is declined right behind the confirmation"),
        new("ctoken_decline_renewal", "Pays now, is declined at every renewal"),
    ];
}
