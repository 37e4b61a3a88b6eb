using Polar.FakeServer.Control;
using Polar.FakeServer.Http;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Pages.Inspector;

/// <summary>What goes wrong between an app and the API, and with webhooks; and forms for more of it.</summary>
internal static class FaultsPage
{
    private static readonly Html s_number = Html.Of($" inputmode=\"numeric\"");

    public static Reply Show(InspectorView view) => InspectorLayout.Page(
        view,
        200,
        "inspect/faults",
        "Faults",
        Html.Of($"""
            <section class="card" aria-labelledby="force-title">
            <h2 id="force-title">In force</h2>
            <div id="faults" data-live>{InForce(view)}</div>
            </section>
            <div class="columns">
            <section class="card" aria-labelledby="api-title">
            <h2 id="api-title">With calls to the API</h2>
            {InspectorForms.Form(view, "add-fault", Api(view), "grid")}
            </section>
            <section class="card" aria-labelledby="webhook-title">
            <h2 id="webhook-title">With webhooks</h2>
            {InspectorForms.Form(view, "add-fault", Webhook(view), "grid")}
            </section>
            </div>
            """),
        InspectorForms.Button(view, "clear-faults", Html.Of($"Remove all")));

    private static Html InForce(InspectorView view)
    {
        Html[] lines =
        [
            .. view.Services.Faults.All.Select(rule => Line(view, rule.Id, About(rule.Fault), Extent(rule.Fault.Percentage, rule.Left))),
            .. view.Services.WebhookFaults.All.Select(rule => Line(view, rule.Id, About(rule.Fault), Extent(rule.Fault.Percentage, rule.Left))),
        ];
        return lines.Length == 0 ? Html.Of($"<p class=\"quiet\">Nothing goes wrong.</p>") : Html.Of($"<ul class=\"log\">{lines}</ul>");
    }

    private static Html Line(InspectorView view, string id, string about, string extent) => Html.Of($"""
        <li><div>{about}</div><div class="aside"><span class="quiet">{extent}</span> {InspectorForms.Button(view, "remove-fault", Html.Of($"Remove<span class=\"unseen\"> {id}</span>"), ("fault", id))}</div></li>

        """);

    private static string About(FakeFault fault)
    {
        var calls = fault switch
        {
            { Operation: { } operation } => operation,
            { Method: { } method, PathPrefix: { } path } => $"{method} {path}…",
            { PathPrefix: { } path } => $"{path}…",
            { Method: { } method } => $"every {method}",
            _ => "every call",
        };
        string?[] what =
        [
            fault.Delay > TimeSpan.Zero ? $"waits {(long)fault.Delay.TotalMilliseconds} ms" : null,
            fault.Status is { } status ? $"answers {status}" : null,
            fault.DropsConnection ? "the connection is dropped" : null,
            fault.TruncatesBody ? "the body is cut off" : null,
        ];
        return $"{calls}: {string.Join(", ", what.Where(part => part is not null))}";
    }

    private static string About(FakeWebhookFault fault) =>
        $"{fault.Type ?? "every webhook"}: {WebhookFaultInput.NameOf(fault.Kind)}{(fault.EndpointId is { } endpoint ? $" at {endpoint}" : "")}{(fault.Delay > TimeSpan.Zero ? $" by {(long)fault.Delay.TotalMilliseconds} ms" : "")}";

    private static string Extent(int percentage, int? left) =>
        $"{(percentage == 100 ? "always" : $"{percentage} %")}{(left is { } times ? $", {InspectorText.Count(times, "time", "times")} more" : "")}";

    private static Html Api(InspectorView view) => Html.Of($"""
        {Field(view, "operation", "Operation", "customers:create", Html.Of($" list=\"operations\""))}
        <datalist id="operations">{view.Services.Operations.Order(StringComparer.Ordinal).Select(operation => Html.Of($"<option value=\"{operation}\"></option>"))}</datalist>
        {Field(view, "method", "Method", "POST")}
        {Field(view, "path", "Path begins with", "/v1/")}
        {Field(view, "status", "Status", "503", s_number)}
        {Field(view, "body", "Body (JSON)", "")}
        {Field(view, "retry_after", "Retry after (seconds)", "", s_number)}
        {Field(view, "delay_ms", "Delay (ms)", "", s_number)}
        {Field(view, "percentage", "Percentage", "100", s_number)}
        {Field(view, "times", "Times", "any number", s_number)}
        {Box(view, "drop", "Drop the connection")}
        {Box(view, "truncate", "Cut the body off")}
        <button class="main">Add the fault</button>
        """);

    private static Html Webhook(InspectorView view) => Html.Of($"""
        <div class="field"><label for="webhook">What goes wrong</label><select id="webhook" name="webhook">{Enum.GetValues<FakeWebhookFaultKind>().Select(kind => Kind(view, WebhookFaultInput.NameOf(kind)))}</select></div>
        <div class="field"><label for="event">Event</label><input id="event" name="event" list="events" placeholder="every one" autocomplete="off" value="{view.Sent.GetValueOrDefault("event")}"></div>
        <datalist id="events">{WebhookEventType.KnownValues.Select(type => Html.Of($"<option value=\"{type.Value}\"></option>"))}</datalist>
        <div class="field"><label for="endpoint">Endpoint (id)</label><input id="endpoint" name="endpoint" placeholder="every one" autocomplete="off" value="{view.Sent.GetValueOrDefault("endpoint")}"></div>
        <div class="field"><label for="webhook_delay_ms">Delay (ms of virtual time)</label><input id="webhook_delay_ms" name="delay_ms" inputmode="numeric" autocomplete="off"></div>
        <div class="field"><label for="webhook_percentage">Percentage</label><input id="webhook_percentage" name="percentage" placeholder="100" inputmode="numeric" autocomplete="off"></div>
        <div class="field"><label for="webhook_times">Times</label><input id="webhook_times" name="times" placeholder="any number" inputmode="numeric" autocomplete="off"></div>
        <button class="main">Add the webhook fault</button>
        """);

    private static Html Kind(InspectorView view, string name) =>
        Html.Of($"<option value=\"{name}\"{(view.Sent.GetValueOrDefault("webhook") == name ? Html.Of($" selected") : Html.None)}>{name.Replace('_', ' ')}</option>");

    /// <summary>A field; what was sent is shown again, unless the form beside it was sent.</summary>
    private static Html Field(InspectorView view, string name, string label, string hint, Html? attributes = null) => Html.Of($"""
        <div class="field"><label for="{name}">{label}</label><input id="{name}" name="{name}" placeholder="{hint}" value="{(view.Sent.ContainsKey("webhook") ? null : view.Sent.GetValueOrDefault(name))}" autocomplete="off" spellcheck="false"{attributes}></div>
        """);

    private static Html Box(InspectorView view, string name, string label) => Html.Of($"""
        <div class="field tick"><label><input type="checkbox" name="{name}" value="true"{(view.Sent.GetValueOrDefault(name) == "true" ? Html.Of($" checked") : Html.None)}> {label}</label></div>
        """);
}
