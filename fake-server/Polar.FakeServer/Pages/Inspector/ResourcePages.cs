using System.Globalization;
using Polar.FakeServer.Http;
using Polar.FakeServer.Organizations;
using Polar.FakeServer.Registration;
using Polar.FakeServer.Rendering;

namespace Polar.FakeServer.Pages.Inspector;

/// <summary>The list of a kind of things, and one of them.</summary>
internal static class ResourcePages
{
    private const int PageLength = 50;
    private const int MostLooked = 50_000;
    private const int MostRead = 5000;

    public static Reply List(InspectorView view, ResourceKind kind)
    {
        var organization = Organization(view, out var isUnknown);
        var referring = Guid.TryParse(view.Parameter("refers"), out var target) ? target : (Guid?)null;
        var text = view.Parameter("q")?.Trim();
        var page = isUnknown ? new ResourcePage([], null, 0) : kind.List(view.Reading, new ResourceQuery
        {
            OrganizationId = organization ?? (referring is { } id ? OwnerOf(view, id) : null),
            Referring = referring,
            Text = text,
            Before = long.TryParse(view.Parameter("before"), NumberStyles.None, CultureInfo.InvariantCulture, out var before) ? before : null,
            Limit = PageLength,
            MostLooked = MostLooked,
            MostRead = MostRead,
        });
        return InspectorLayout.Page(
            view,
            200,
            "inspect",
            kind.Title,
            Html.Of($"""
                {Filter(view, kind, referring)}
                <div id="list" data-live>
                {(page.Items.Count > 0 ? Table(view, kind, page) : Html.Of($"<p class=\"quiet\">{(page.Next is null ? "There is nothing." : "Nothing is here so far.")}</p>"))}
                {Next(view, page)}
                </div>
                """),
            Html.Of($"<span class=\"quiet\" id=\"count\" data-live>{InspectorText.Count(kind.Count(view.World))} in all</span>"));
    }

    /// <summary>A part of a list as a table.</summary>
    public static Html Table(InspectorView view, ResourceKind kind, ResourcePage page) => Html.Of($"""
        <div class="scroll" tabindex="0" role="region" aria-label="{kind.Title}">
        <table>
        <thead><tr><th scope="col">{kind.Title}</th>{kind.Columns.Select(column => Html.Of($"<th scope=\"col\">{column}</th>"))}{Html.If(view.HasSeveralOrganizations, () => Html.Of($"<th scope=\"col\">Organization</th>"))}<th scope="col">Created</th></tr></thead>
        <tbody>
        {page.Items.Select(item => Row(view, kind, item))}
        </tbody>
        </table>
        </div>
        """);

    /// <summary>One thing, as the API shows it, and what refers to it.</summary>
    public static Reply One(InspectorView view, ResourceKind kind, string id)
    {
        if (!Guid.TryParse(id, out var known) || kind.Find(view.World, known) is not { } item)
        {
            return InspectorPages.NotFound(view);
        }

        using var buffer = JsonBuffer.Rent();
        kind.Write(buffer.Writer, view.Reading, known);
        var json = buffer.Written.ToArray();
        return InspectorLayout.Page(
            view,
            200,
            "inspect",
            item.Label ?? known.ToString(),
            Html.Of($"""
                <p class="path"><a href="{InspectorPages.Root}">Resources</a> / <a href="{ResourceKinds.AddressOf(kind)}">{kind.Title}</a> / <code>{known}</code></p>
                <div class="sides">
                <section id="resource" data-live aria-label="As JSON">
                {JsonView.Of(view, json)}
                </section>
                <div>
                <section class="card" id="facts" data-live aria-labelledby="facts-title">
                <h2 id="facts-title">Facts</h2>
                <dl class="facts">
                {kind.Columns.Zip(item.Facts).Where(fact => fact.Second is not null).Select(fact => Html.Of($"<dt>{fact.First}</dt><dd>{(fact.First == "Status" ? InspectorText.Badge(fact.Second) : Html.Of($"{fact.Second}"))}</dd>\n"))}
                <dt>Created</dt><dd>{InspectorText.Time(item.CreatedAt)}</dd>
                {Html.If(view.World.Organizations.Find(item.OrganizationId) is not null && kind.Name != "organizations", () => Html.Of($"<dt>Organization</dt><dd><a href=\"{InspectorPages.Root}/organizations/{item.OrganizationId}\">{view.NameOf(item.OrganizationId)}</a></dd>"))}
                {Html.If(item.IsDeleted, () => Html.Of($"<dt>Deleted</dt><dd>{InspectorText.Badge("deleted")}</dd>"))}
                {(view.Kinds.ApiPath(kind, known) is { } path ? Html.Of($"<dt>API</dt><dd><code>GET {path}</code></dd>") : Html.None)}
                </dl>
                </section>
                <section class="card" id="referring" data-live aria-labelledby="referring-title">
                <h2 id="referring-title">What refers to it</h2>
                {Referring(view, item)}
                </section>
                </div>
                </div>
                """),
            Html.Of($"<span class=\"quiet\">{kind.Title}</span>"));
    }

    private static Html Row(InspectorView view, ResourceKind kind, ResourceSummary item) => Html.Of($"""
        <tr{(item.IsDeleted ? Html.Of($" class=\"none\"") : Html.None)}><td><a href="{ResourceKinds.AddressOf(kind, item.Id)}">{item.Label ?? item.Id.ToString()}</a>{Html.If(item.IsDeleted, () => Html.Of($" {InspectorText.Badge("deleted")}"))}</td>{kind.Columns.Zip(item.Facts).Select(fact => Html.Of($"<td>{(fact.First == "Status" ? InspectorText.Badge(fact.Second) : Html.Of($"{fact.Second}"))}</td>"))}{Html.If(view.HasSeveralOrganizations, () => Html.Of($"<td>{view.NameOf(item.OrganizationId)}</td>"))}<td>{InspectorText.Time(item.CreatedAt)}</td></tr>

        """);

    /// <summary>The organization that the list is narrowed to, by its id or its slug.</summary>
    private static Guid? Organization(InspectorView view, out bool isUnknown)
    {
        isUnknown = false;
        if (view.Parameter("organization")?.Trim() is not { Length: > 0 } named)
        {
            return null;
        }

        var found = Guid.TryParse(named, out var id) ? view.World.Organizations.Find(id) : view.World.Organizations.Find(OrganizationRow.BySlug, named);
        isUnknown = found is null;
        return found?.Id;
    }

    private static Guid? OwnerOf(InspectorView view, Guid id) =>
        view.Kinds.KindOf(view.World, id) is { } kind && kind.Find(view.World, id) is { } item ? item.OrganizationId : Guid.Empty;

    private static Html Filter(InspectorView view, ResourceKind kind, Guid? referring) => Html.Of($"""
        <form class="row" action="{ResourceKinds.AddressOf(kind)}">
        <div class="field"><label for="q">Search {kind.Title}</label><input id="q" name="q" type="search" value="{view.Parameter("q")}" autocomplete="off" spellcheck="false"></div>
        {Html.If(view.HasSeveralOrganizations, () => OrganizationField(view))}
        {(referring is { } id ? Html.Of($"<input type=\"hidden\" name=\"refers\" value=\"{id}\">") : Html.None)}
        <button>Search</button>
        </form>
        {(referring is { } target ? Html.Of($"<p>Only what refers to {InspectorText.Link(view, target.ToString())}. <a href=\"{ResourceKinds.AddressOf(kind)}\">Show all</a></p>") : Html.None)}
        """);

    private static Html OrganizationField(InspectorView view)
    {
        var chosen = view.Parameter("organization");
        return Html.Of($"""
            <div class="field"><label for="organization">Organization</label>{(view.Organizations is { } all
                ? Html.Of($"<select id=\"organization\" name=\"organization\"><option value=\"\">All</option>{all.Select(row => Html.Of($"<option value=\"{row.Resource.Slug}\"{(row.Resource.Slug == chosen ? Html.Of($" selected") : Html.None)}>{row.Resource.Name}</option>"))}</select>")
                : Html.Of($"<input id=\"organization\" name=\"organization\" placeholder=\"slug or id\" value=\"{chosen}\" autocomplete=\"off\">"))}</div>
            """);
    }

    private static Html Next(InspectorView view, ResourcePage page)
    {
        if (page.Next is not { } next)
        {
            return Html.None;
        }

        var query = new Dictionary<string, string>(view.Request.Query) { ["before"] = next.ToString(CultureInfo.InvariantCulture) };
        var address = InspectorText.Address(view.Request with { Query = query });
        return Html.Of($"<p class=\"next\"><a href=\"{address}\">{(page.Items.Count < PageLength ? "Look further" : "Older")}</a>{Html.If(page.Items.Count < PageLength, () => Html.Of($" <span class=\"quiet\">{InspectorText.Count(page.Looked)} were looked at.</span>"))}</p>");
    }

    private static Html Referring(InspectorView view, ResourceSummary item)
    {
        var found = view.Kinds.All
            .Select(kind => (Kind: kind, Count: kind.Referring(view.World, item.OrganizationId, item.Id)))
            .Where(entry => entry.Count > 0)
            .ToArray();
        return found.Length == 0
            ? Html.Of($"<p class=\"quiet\">Nothing that an index leads to.</p>")
            : Html.Of($"<ul class=\"counts\">{found.Select(entry => Html.Of($"<li><a href=\"{ResourceKinds.AddressOf(entry.Kind)}?refers={item.Id}\">{entry.Kind.Title}</a> <span>{InspectorText.Count(entry.Count)}</span></li>"))}</ul>");
    }
}
