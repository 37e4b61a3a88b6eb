using System.Globalization;
using System.Text;
using Polar.FakeServer.Control;
using Polar.FakeServer.Http;

namespace Polar.FakeServer.Pages.Inspector;

/// <summary>What was asked of the API, the latest first; and one request with what was sent and answered. Secrets are taken out of both.</summary>
internal static class RequestPages
{
    private const int BeginningLength = 160;

    public static Reply List(InspectorView view)
    {
        var filter = RequestFilter.Read(RequestFilter.Names.Where(name => view.Parameter(name) is not null).ToDictionary(name => name, name => view.Parameter(name)!));
        var log = view.Services.Requests;
        var found = log.All.Where(filter.Admits).TakeLast(filter.Limit).ToArray();
        return InspectorLayout.Page(
            view,
            200,
            "inspect/requests",
            "Requests",
            Html.Of($"""
                <form class="row" action="{InspectorPages.Root}/requests">
                <div class="field"><label for="path">Path begins with</label><input id="path" name="path" value="{view.Parameter("path")}" placeholder="/v1/customers/" autocomplete="off" spellcheck="false"></div>
                <div class="field"><label for="operation">Operation</label><input id="operation" name="operation" value="{view.Parameter("operation")}" placeholder="customers:create" autocomplete="off" spellcheck="false"></div>
                <div class="field"><label for="failed">Answer</label><select id="failed" name="failed"><option value="">Any</option>{Option(view, "true", "Refused")}{Option(view, "false", "Taken")}</select></div>
                <button>Show</button>
                </form>
                <div id="log" data-live>
                {Log(view, found)}
                {Html.If(log.Dropped > 0, () => Html.Of($"<p class=\"quiet\">{InspectorText.Count(log.Dropped)} older ones are not kept.</p>"))}
                </div>
                """),
            InspectorForms.Button(view, "clear-requests", Html.Of($"Forget all")));
    }

    /// <summary>Requests as a list, the latest first.</summary>
    /// <param name="view">The page.</param>
    /// <param name="records">The requests, oldest first.</param>
    public static Html Log(InspectorView view, IReadOnlyList<RequestRecord> records) => records.Count == 0
        ? Html.Of($"<p class=\"quiet\">Nothing was asked.</p>")
        : Html.Of($"<ol class=\"log\">{records.Reverse().Select(record => Line(view, record))}</ol>");

    /// <summary>One request.</summary>
    public static Reply One(InspectorView view, string number)
    {
        if (!long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var known)
            || view.Services.Requests.All.FirstOrDefault(one => one.Number == known) is not { } record)
        {
            return InspectorPages.NotFound(view);
        }

        var request = RequestReport.Of(record);
        return InspectorLayout.Page(
            view,
            200,
            "inspect/requests",
            $"{request.Method} {request.Path}",
            Html.Of($"""
                <p class="path"><a href="{InspectorPages.Root}/requests">Requests</a> / {known}</p>
                {(request.Refusal is { } why ? Html.Of($"<p class=\"problem general\">{why}</p>") : Html.None)}
                <dl class="facts card">
                <dt>Status</dt><dd>{InspectorText.Status(request.Status)}</dd>
                <dt>Time</dt><dd>{InspectorText.Time(request.Time)}</dd>
                <dt>Took</dt><dd>{Milliseconds(request.Duration)}</dd>
                <dt>Operation</dt><dd>{request.Operation ?? "none"}</dd>
                {Html.If(request.Query.Length > 0, () => Html.Of($"<dt>Query</dt><dd><code>{request.Query}</code></dd>"))}
                </dl>
                <h2>Sent</h2>
                {Body(view, request.Body)}{Cut(request.IsBodyCut, request.BodySize)}
                <h2>Answered</h2>
                {Body(view, request.ResponseBody)}{Cut(request.IsResponseBodyCut, request.ResponseBodySize)}
                """),
            InspectorText.Status(request.Status));
    }

    private static Html Option(InspectorView view, string value, string text) =>
        Html.Of($"<option value=\"{value}\"{(view.Parameter("failed") == value ? Html.Of($" selected") : Html.None)}>{text}</option>");

    private static Html Line(InspectorView view, RequestRecord record)
    {
        // Why it was refused stands in the answer, which is written for those that were refused only.
        var refusal = record.Status >= 400 ? RequestReport.Of(record).Refusal : null;
        return Html.Of($"""
            <li{(record.Status >= 400 ? Html.Of($" class=\"refused\"") : Html.None)}><div><span class="method">{record.Method}</span> <a href="{InspectorPages.Root}/requests/{record.Number}">{RequestReport.PathOf(record)}</a><span class="quiet">{SecretRemoval.From(record.Query)}</span></div><div class="aside">{InspectorText.Status(record.Status)} <span class="quiet">{Milliseconds(record.Duration)}</span> {InspectorText.Time(record.Time)}</div>{(refusal is not null ? Html.Of($"<p class=\"why\">{refusal}</p>") : Html.None)}{(record.Body.Length > 0 ? Html.Of($"<p class=\"body\"><code>{RequestReport.BeginningOf(record, BeginningLength)}</code></p>") : Html.None)}</li>

            """);
    }

    private static Html Body(InspectorView view, string text) =>
        text.Length == 0 ? Html.Of($"<p class=\"quiet\">Nothing.</p>") : JsonView.Of(view, Encoding.UTF8.GetBytes(text));

    private static Html Cut(bool isCut, long size) => Html.If(isCut, () => Html.Of($"<p class=\"quiet\">{InspectorText.Count(size)} bytes, of which not all are kept.</p>"));

    private static string Milliseconds(TimeSpan duration) => duration.TotalMilliseconds.ToString("0.0", CultureInfo.InvariantCulture) + " ms";
}
