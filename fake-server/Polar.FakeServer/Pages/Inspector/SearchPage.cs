using Polar.FakeServer.Http;
using Polar.FakeServer.Registration;

namespace Polar.FakeServer.Pages.Inspector;

/// <summary>All resources, and the search of everything.</summary>
internal static class SearchPage
{
    private const int MostOfAKind = 5;

    /// <summary>Of each kind the newest are looked at, so that the search of a large world takes no longer than a moment.</summary>
    private const int MostLooked = 5000;

    /// <summary>Of how many of them the JSON is looked at too.</summary>
    private const int MostRead = 300;

    public static Reply Show(InspectorView view)
    {
        if (view.Parameter("q")?.Trim() is not { Length: > 0 } text)
        {
            return InspectorLayout.Page(view, 200, "inspect", "Resources", OverviewPage.Resources(view));
        }

        if (Guid.TryParse(text, out var id) && view.Kinds.KindOf(view.World, id) is { } meant)
        {
            return PageLayout.SeeOther(ResourceKinds.AddressOf(meant, id));
        }

        var found = view.Kinds.All
            .Select(kind => (Kind: kind, Page: kind.List(view.Reading, new ResourceQuery { Text = text, Limit = MostOfAKind, MostLooked = MostLooked, MostRead = MostRead })))
            .Where(entry => entry.Page.Items.Count > 0)
            .ToArray();
        return InspectorLayout.Page(view, 200, "inspect", $"Search for “{text}”", found.Length == 0
            ? Html.Of($"<p>Nothing like that is among the newest of each kind. The list of a kind looks further.</p>{OverviewPage.Resources(view)}")
            : Html.Join(found.Select(entry => Kind(view, entry.Kind, entry.Page, text))));
    }

    private static Html Kind(InspectorView view, ResourceKind kind, ResourcePage page, string text) => Html.Of($"""
        <section class="card" aria-labelledby="{kind.Name}-title">
        <h2 id="{kind.Name}-title"><a href="{InspectorText.Address(ResourceKinds.AddressOf(kind), [KeyValuePair.Create("q", text)])}">{kind.Title}</a></h2>
        {ResourcePages.Table(view, kind, page)}
        </section>
        """);
}
