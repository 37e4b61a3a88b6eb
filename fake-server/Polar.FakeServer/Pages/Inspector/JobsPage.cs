using System.Globalization;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Http;
using Polar.FakeServer.Scheduling;

namespace Polar.FakeServer.Pages.Inspector;

/// <summary>What is to come, the next first; and what should have happened and failed.</summary>
internal static class JobsPage
{
    private const int MostShown = 100;
    private const int LongestText = 240;

    public static Reply Show(InspectorView view)
    {
        var jobs = view.World.Jobs;
        return InspectorLayout.Page(
            view,
            200,
            "inspect/jobs",
            "Jobs",
            Html.Of($"""
                <div id="parked" data-live>{Parked(view)}</div>
                <div id="jobs" data-live>
                {(jobs.Count == 0 ? Html.Of($"<p class=\"quiet\">Nothing is to come.</p>") : Html.Of($"<ol class=\"log\">{jobs.All.Take(MostShown).Select(queued => Line(view, queued))}</ol>"))}
                {Html.If(jobs.Count > MostShown, () => Html.Of($"<p class=\"quiet\">{InspectorText.Count(jobs.Count - MostShown)} more come later.</p>"))}
                </div>
                """),
            Html.Of($"<span class=\"quiet\" id=\"count\" data-live>{InspectorText.Count(jobs.Count)} to come</span> {Html.If(jobs.Count > 0, () => InspectorForms.Button(view, "move-clock", Html.Of($"To the next job"), ("advance", "next_job")))}"));
    }

    private static Html Parked(InspectorView view) => Html.If(!view.World.ParkedJobs.IsEmpty, () => Html.Of($"""
        <section class="card" aria-labelledby="parked-title">
        <h2 id="parked-title">Failed, and not tried again</h2>
        <ol class="log">{view.World.ParkedJobs.Reverse().Take(MostShown).Select(parked => Html.Of($"<li class=\"refused\"><div>{InspectorText.Words(parked.Kind)}</div><div class=\"aside\">{InspectorText.Time(parked.Due)}</div><p class=\"why\">{parked.Error}</p></li>\n"))}</ol>
        </section>
        """));

    private static Html Line(InspectorView view, QueuedJob<IJob> queued) => Html.Of($"""
        <li><div>{InspectorText.Words(queued.Job.GetType().Name)}</div><div class="aside">{InspectorText.Time(queued.Place.Due)} {Reach(view, queued)}</div><p class="body"><code>{InspectorText.Linked(view, About(queued.Job))}</code></p></li>

        """);

    private static Html Reach(InspectorView view, QueuedJob<IJob> queued) => InspectorForms.Button(
        view,
        "move-clock",
        Html.Of($"Move there<span class=\"unseen\">, to {InspectorText.Words(queued.Job.GetType().Name)}</span>"),
        ("set", queued.Place.Due.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)));

    /// <summary>What a job is about: what its record holds, as far as it is short.</summary>
    private static string About(IJob job)
    {
        var text = SecretRemoval.From(job.ToString() ?? "");
        var shown = text.StartsWith(job.GetType().Name, StringComparison.Ordinal) ? text[job.GetType().Name.Length..].Trim(' ', '{', '}') : text;
        return shown.Length <= LongestText ? shown : shown[..LongestText] + "…";
    }
}
