namespace Polar.FakeServer.Pages.Checkout;

/// <summary>A card to try a checkout with.</summary>
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
        new("tok_async_decline", "Is declined later, behind the confirmation"),
        new("ctoken_decline_renewal", "Pays now, is declined at every renewal"),
    ];
}
