using Polar.FakeServer.Http;

namespace Polar.FakeServer.Pages.Inspector;

/// <summary>Worlds to go back to, and the one from the start.</summary>
internal static class SnapshotsPage
{
    public static Reply Show(InspectorView view)
    {
        var kept = view.Services.Snapshots.All;
        return InspectorLayout.Page(view, 200, "inspect/snapshots", "Snapshots", Html.Of($"""
            <section class="card" aria-labelledby="take-title">
            <h2 id="take-title">Take a snapshot</h2>
            {InspectorForms.Form(view, "take-snapshot", Html.Of($"""
                <div class="field"><label for="name">Name</label><input id="name" name="name" autocomplete="off" placeholder="left out: a free one" value="{view.Sent.GetValueOrDefault("name")}"></div>
                <button class="main">Take</button>
                """), "row")}
            </section>
            <section class="card" aria-labelledby="kept-title">
            <h2 id="kept-title">Kept</h2>
            <div id="kept" data-live>
            {(kept.Count == 0
                ? Html.Of($"<p class=\"quiet\">None so far. They are kept in memory, and outlive a reset.</p>")
                : Html.Of($"<ul class=\"log\">{kept.Select(entry => Line(view, entry.Key, entry.Value.Time))}</ul>"))}
            </div>
            </section>
            <section class="card" aria-labelledby="reset-title">
            <h2 id="reset-title">Start over</h2>
            <p class="quiet">Everything is as it was when the fake was started: the clock too. Requests and faults are forgotten; snapshots stay.</p>
            {InspectorForms.Button(view, "reset", Html.Of($"Reset"))}
            </section>
            """));
    }

    private static Html Line(InspectorView view, string name, DateTimeOffset time) => Html.Of($"""
        <li><div><strong>{name}</strong> <span class="quiet">clock at</span> {InspectorText.Time(time)}</div><div class="aside">{InspectorForms.Button(view, "restore-snapshot", Html.Of($"Restore<span class=\"unseen\"> {name}</span>"), ("snapshot", name))} {InspectorForms.Button(view, "delete-snapshot", Html.Of($"Delete<span class=\"unseen\"> {name}</span>"), ("snapshot", name))}</div></li>

        """);
}
