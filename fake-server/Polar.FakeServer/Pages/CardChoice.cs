namespace Polar.FakeServer.Pages;

/// <summary>The stand-in for a card: test cards to choose from, or a token.</summary>
internal static class CardChoice
{
    private const string Chosen = "card";
    private const string Typed = "confirmation_token_id";

    /// <summary>The fields.</summary>
    /// <param name="fields">The form's.</param>
    /// <param name="sent">What was sent last.</param>
    public static Html Of(FormControls fields, IReadOnlyDictionary<string, string> sent)
    {
        var chosen = sent.GetValueOrDefault(Chosen, TestCard.All[0].Token);
        return Html.Of($"""
            <fieldset class="cards">
            <legend>Test card</legend>
            {TestCard.All.Select(card => Html.Of($"<label class=\"option\"><input type=\"radio\" name=\"{Chosen}\" value=\"{card.Token}\"{(card.Token == chosen ? Html.Of($" checked") : Html.None)}> {card.Name} <code>{card.Token}</code></label>\n"))}
            {fields.Input(Typed, "Another confirmation token", null, attributes: Html.Of($"autocomplete=\"off\" spellcheck=\"false\""))}
            </fieldset>
            """);
    }

    /// <summary>The token that a form says; null where it says none.</summary>
    public static string? TokenOf(IReadOnlyDictionary<string, string> form) =>
        form.GetValueOrDefault(Typed) is { Length: > 0 } typed ? typed : form.GetValueOrDefault(Chosen);

    /// <summary>What a form says of the card, to be shown again.</summary>
    public static Dictionary<string, string> Kept(IReadOnlyDictionary<string, string> form) =>
        form.Where(field => field.Key is Chosen or Typed).ToDictionary();
}
