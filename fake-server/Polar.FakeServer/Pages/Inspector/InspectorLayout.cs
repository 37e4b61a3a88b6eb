using System.Globalization;
using Polar.FakeServer.Http;

namespace Polar.FakeServer.Pages.Inspector;

/// <summary>The frame of the inspector's pages.</summary>
internal static class InspectorLayout
{
    /// <summary>Nothing comes from elsewhere, nothing goes elsewhere, and no page may show it in a frame.</summary>
    private const string Policy =
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>A page that the navigation does not have.</summary>
    public const string Elsewhere = "elsewhere";

    private static readonly (string Page, string Title)[] s_pages =
    [
        ("", "Overview"),
        ("inspect", "Resources"),
        ("inspect/requests", "Requests"),
        ("inspect/webhooks", "Webhooks"),
        ("inspect/jobs", "Jobs"),
        ("inspect/mails", "E-mails"),
        ("inspect/faults", "Faults"),
        ("inspect/snapshots", "Snapshots"),
    ];

    /// <summary>A page as an answer.</summary>
    /// <param name="view">What it is made from.</param>
    /// <param name="status">The status.</param>
    /// <param name="page">The page in the navigation that it belongs to: <c>inspect/requests</c>.</param>
    /// <param name="title">Its title.</param>
    /// <param name="body">What is in it.</param>
    /// <param name="lead">What stands beside the title.</param>
    public static Reply Page(InspectorView view, int status, string page, string title, Html body, Html? lead = null)
    {
        var reply = PageLayout.Page(
            view.Problem is null ? status : 400,
            $"{title} – Polar fake",
            Html.Of($"""
                <div class="inspector">
                <a class="skip" href="#main">Skip to the content</a>
                <header class="top">
                <a class="brand" href="/_fake/"><span class="mark" aria-hidden="true"></span>Polar fake</a>
                <form class="find" role="search" action="{InspectorPages.Root}">
                <label class="unseen" for="find">Search everything</label>
                <input id="find" name="q" type="search" placeholder="Search everything, or paste an id" value="{(page == "inspect" ? view.Parameter("q") : null)}" autocomplete="off" spellcheck="false">
                <button>Search</button>
                </form>
                <p class="clock" id="clock" data-live><span class="unseen">Virtual time:</span> {Clock(view)}</p>
                <p class="live" id="live" role="status" hidden>live</p>
                </header>
                <nav class="pages" aria-label="Inspector"><ul>
                {s_pages.Select(entry => Html.Of($"<li><a href=\"/_fake/{entry.Page}\"{(entry.Page == page ? Html.Of($" aria-current=\"page\"") : Html.None)}>{entry.Title}</a></li>\n"))}
                </ul></nav>
                <main id="main" data-page="{view.Address}">
                <div class="title"><h1>{title}</h1>{lead}</div>
                {Problem(view)}
                {body}
                </main>
                </div>
                """),
            script: "inspector.js",
            styles: "inspector.css");
        return reply with { Headers = [.. reply.Headers.Where(header => header.Name != PageLayout.PolicyHeader), (PageLayout.PolicyHeader, Policy)] };
    }

    private static Html Clock(InspectorView view) =>
        Html.Of($"<time datetime=\"{view.Now.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)}\">{view.Now.UtcDateTime.ToString("ddd d MMM yyyy, HH:mm", CultureInfo.InvariantCulture)}</time>");

    private static Html Problem(InspectorView view) => view.Problem is { } sentence
        ? Html.Of($"<p class=\"problem general\" role=\"alert\">{sentence}</p>")
        : Html.None;
}
