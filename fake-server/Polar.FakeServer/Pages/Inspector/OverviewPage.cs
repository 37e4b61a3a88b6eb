using Polar.FakeServer.Control;
using Polar.FakeServer.Http;
using Polar.FakeServer.Organizations;
using Polar.FakeServer.Registration;

namespace Polar.FakeServer.Pages.Inspector;

/// <summary>The world at a glance.</summary>
internal static class OverviewPage
{
    private const int Latest = 6;
    private const int MostOrganizations = 10;

    public static Reply Show(InspectorView view) => InspectorLayout.Page(view, 200, "", "Overview", Html.Of($"""
        <div class="columns">
        {Clock(view)}
        {Organizations(view)}
        </div>
        {Resources(view)}
        <div class="columns">
        {Requests(view)}
        {Events(view)}
        </div>
        """));

    private static Html Clock(InspectorView view)
    {
        var (clock, jobs) = (view.Services.Engine.Clock, view.World.Jobs);
        return Html.Of($"""
            <section class="card" aria-labelledby="clock-title">
            <h2 id="clock-title">Clock</h2>
            <div id="clock-now" data-live>
            <p class="big">{InspectorText.Time(view.Now)} <small>UTC, {(clock.IsFrozen ? "standing still" : "running")}</small></p>
            <p class="quiet">{(jobs.Next is { } next ? Html.Of($"Next: {InspectorText.Words(next.Job.GetType().Name)}, {InspectorText.Time(next.Place.Due)}") : Html.Of($"Nothing is to come."))}{Parked(view)}</p>
            </div>
            <div class="buttons">
            {InspectorForms.Button(view, "move-clock", Html.Of($"Advance a day"), ("advance", "P1D"))}
            {InspectorForms.Button(view, "move-clock", Html.Of($"Advance a month"), ("advance", "P1M"))}
            {InspectorForms.Button(view, "move-clock", Html.Of($"To the next job"), ("advance", "next_job"))}
            </div>
            {InspectorForms.Form(view, "move-clock", Html.Of($"""
                <div class="field"><label for="advance">Advance by</label><input id="advance" name="advance" placeholder="P31D, P1M or PT12H" required autocomplete="off" value="{view.Sent.GetValueOrDefault("advance")}"></div>
                <button>Advance</button>
                """), "row")}
            </section>
            """);
    }

    private static Html Parked(InspectorView view) => view.World.ParkedJobs.Count is > 0 and var parked
        ? Html.Of($" <a class=\"bad\" href=\"{InspectorPages.Root}/jobs\">{InspectorText.Count(parked, "job has", "jobs have")} failed.</a>")
        : Html.None;

    private static Html Organizations(InspectorView view)
    {
        var (table, own) = (view.World.Organizations, view.Services.Identity.Organization);
        return Html.Of($"""
            <section class="card" aria-labelledby="organizations-title">
            <h2 id="organizations-title">{(table.Count == 1 ? "Organization" : $"{InspectorText.Count(table.Count)} organizations")}</h2>
            <div id="organizations" data-live>
            <ul class="plain-list">{table.All.Take(MostOrganizations).Select(row => Html.Of($"<li><a href=\"{InspectorPages.Root}/organizations/{row.Id}\">{row.Resource.Name}</a> <span class=\"quiet\">{row.Resource.Slug}</span> {InspectorText.Badge(row.Status.Value)}{Html.If(row.Id == own && table.Count > 1, () => Html.Of($" <span class=\"quiet\">the fake's own</span>"))}</li>\n"))}</ul>
            {Html.If(table.Count > MostOrganizations, () => Html.Of($"<p><a href=\"{InspectorPages.Root}/organizations\">All organizations</a></p>"))}
            </div>
            <dl class="facts">
            <dt>Version</dt><dd>{FakeIdentity.Version}</dd>
            <dt>Address</dt><dd>{view.Services.Engine.Settings.BaseAddress}</dd>
            </dl>
            </section>
            """);
    }

    /// <summary>How many there are of everything, in groups.</summary>
    public static Html Resources(InspectorView view) => Html.Of($"""
        <section class="card" aria-labelledby="resources-title">
        <h2 id="resources-title">Resources</h2>
        <div id="resources" class="groups" data-live>
        {view.Kinds.All.GroupBy(kind => kind.Group).Select(group => Html.Of($"""
            <div><h3>{group.Key}</h3><ul class="counts">{group.Select(kind => Count(view, kind))}</ul></div>

            """))}
        </div>
        </section>
        """);

    private static Html Count(InspectorView view, ResourceKind kind)
    {
        var count = kind.Count(view.World);
        return Html.Of($"<li{(count == 0 ? Html.Of($" class=\"none\"") : Html.None)}><a href=\"{ResourceKinds.AddressOf(kind)}\">{kind.Title}</a> <span>{InspectorText.Count(count)}</span></li>");
    }

    private static Html Requests(InspectorView view) => Html.Of($"""
        <section class="card" aria-labelledby="requests-title">
        <h2 id="requests-title"><a href="{InspectorPages.Root}/requests">Latest requests</a></h2>
        <div id="requests" data-live>{RequestPages.Log(view, [.. view.Services.Requests.All.TakeLast(Latest)])}</div>
        </section>
        """);

    private static Html Events(InspectorView view) => Html.Of($"""
        <section class="card" aria-labelledby="events-title">
        <h2 id="events-title"><a href="{InspectorPages.Root}/webhooks">Latest events</a></h2>
        <div id="events" data-live>{WebhookPages.Log(view, view.World.Events.Total, Latest)}</div>
        </section>
        """);
}
