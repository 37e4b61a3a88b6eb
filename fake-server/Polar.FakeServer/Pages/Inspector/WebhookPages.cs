using System.Globalization;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Http;
using Polar.FakeServer.Rendering;
using Polar.FakeServer.Webhooks;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Pages.Inspector;

/// <summary>What was published and how it was delivered, the latest first; and one event with its body, its attempts and its signature.</summary>
internal static class WebhookPages
{
    private const int PageLength = 50;

    public static Reply List(InspectorView view)
    {
        var events = view.World.Events;
        var before = long.TryParse(view.Parameter("before"), NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given : long.MaxValue;
        var newest = Math.Min(before - 1, events.Total);
        var oldest = Math.Max(newest - PageLength, events.Dropped);
        return InspectorLayout.Page(
            view,
            200,
            "inspect/webhooks",
            "Webhooks",
            Html.Of($"""
                <div id="log" data-live>
                {Endpoints(view)}
                {Log(view, newest, PageLength)}
                {Html.If(oldest > events.Dropped, () => Html.Of($"<p class=\"next\"><a href=\"{InspectorPages.Root}/webhooks?before={oldest + 1}\">Older</a></p>"))}
                {Html.If(events.Dropped > 0 && oldest == events.Dropped, () => Html.Of($"<p class=\"quiet\">{InspectorText.Count(events.Dropped)} older ones are not kept.</p>"))}
                </div>
                """),
            Html.Of($"<span class=\"quiet\" id=\"count\" data-live>{InspectorText.Count(events.Total, "event", "events")}</span>"));
    }

    /// <summary>Events as a list, the latest first.</summary>
    /// <param name="view">The page.</param>
    /// <param name="newest">The number of the first one in the list; events are numbered from 1.</param>
    /// <param name="most">How many there are at most.</param>
    public static Html Log(InspectorView view, long newest, int most)
    {
        var (events, lines) = (view.World.Events, new List<Html>());
        for (var number = newest; number > events.Dropped && lines.Count < most; number--)
        {
            lines.Add(Line(view, number, events[(int)(number - events.Dropped - 1)]));
        }

        return lines.Count == 0 ? Html.Of($"<p class=\"quiet\">Nothing was published.</p>") : Html.Of($"<ol class=\"log\">{lines}</ol>");
    }

    /// <summary>One event.</summary>
    public static Reply One(InspectorView view, string text)
    {
        var events = view.World.Events;
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number <= events.Dropped || number > events.Total)
        {
            return InspectorPages.NotFound(view);
        }

        var published = events[(int)(number - events.Dropped - 1)];
        return InspectorLayout.Page(
            view,
            200,
            "inspect/webhooks",
            published.Type,
            Html.Of($"""
                <p class="path"><a href="{InspectorPages.Root}/webhooks">Webhooks</a> / {number} / {InspectorText.Time(published.Timestamp)}</p>
                <div id="messages" data-live>
                {(published.Messages.IsEmpty ? Html.Of($"<p class=\"quiet\">No endpoint wanted it.</p>") : Html.Join(published.Messages.Select(id => Message(view, id))))}
                </div>
                <h2>Body</h2>
                {JsonView.Of(view, published.Body(ApiVersions.Current))}
                """));
    }

    private static Html Endpoints(InspectorView view) => view.World.WebhookEndpoints.Count == 0
        ? Html.Of($"<p class=\"quiet\">There is no endpoint; events are published all the same.</p>")
        : Html.None;

    private static Html Line(InspectorView view, long number, PublishedEvent published) => Html.Of($"""
        <li><div><a href="{InspectorPages.Root}/webhooks/{number}">{published.Type}</a>{Html.If(view.HasSeveralOrganizations, () => Html.Of($" <span class=\"quiet\">{view.NameOf(published.Organization)}</span>"))}</div><div class="aside">{InspectorText.Time(published.Timestamp)}</div>{published.Messages.Select(id => Delivery(view, id))}</li>

        """);

    /// <summary>Where an event stands on its way to one endpoint, and the button that has it delivered again.</summary>
    private static Html Delivery(InspectorView view, Guid id)
    {
        if (view.World.WebhookEvents.Find(id) is not { } message)
        {
            return Html.None;
        }

        return Html.Of($"""
            <div class="delivery{(message.Succeeded == true || message.Attempts == 0 ? "" : " refused")}">{InspectorText.Badge(WebhookKinds.StateOf(message))} <span class="quiet">{UrlOf(view, message)}, {InspectorText.Count(message.Attempts, "attempt", "attempts")}{(message.LastHttpCode is { } code ? $", last {code.ToString(CultureInfo.InvariantCulture)}" : "")}</span> {InspectorForms.Button(view, "redeliver", Html.Of($"Redeliver"), ("event", id.ToString()))}</div>
            """);
    }

    private static Html Message(InspectorView view, Guid id)
    {
        if (view.World.WebhookEvents.Find(id) is not { } message)
        {
            return Html.None;
        }

        var attempts = view.World.WebhookDeliveries.Of(message.OrganizationId, WebhookDeliveryRow.ByEvent, id);
        return Html.Of($"""
            <section class="card" aria-label="{UrlOf(view, message)}">
            <h2>{UrlOf(view, message)}</h2>
            {Delivery(view, id)}
            {Html.If(attempts.Count > 0, () => Html.Of($"<ol class=\"attempts\">{attempts.Select(Attempt)}</ol>"))}
            {Signature(view, message)}
            </section>
            """);
    }

    private static Html Attempt(WebhookDeliveryRow row) => Html.Of($"""
        <li{(row.Succeeded ? Html.None : Html.Of($" class=\"refused\""))}>{(row.HttpCode is { } code ? InspectorText.Status(code) : InspectorText.Badge("failed"))} {InspectorText.Time(row.CreatedAt)}{(row.Response is { Length: > 0 } said ? Html.Of($" <span class=\"why\">{said}</span>") : Html.None)}</li>

        """);

    /// <summary>
    /// What a delivery at this moment would be signed with. The secret itself is not shown; the API shows it to whom it belongs to.
    /// </summary>
    private static Html Signature(InspectorView view, WebhookMessage message)
    {
        if (view.World.WebhookEndpoints.Find(message.EndpointId) is not { Resource: { } endpoint } || message.IsArchived(view.Now))
        {
            return Html.None;
        }

        var (timestamp, signature) = WebhookSignature.Sign(
            endpoint.Secret, endpoint.UsesStandardWebhookSignature, message.Id.ToString(), view.Services.Engine.Clock.WallNow(), message.Payload.Span);
        return Html.Of($"""
            <h3>Signature of a delivery at this moment</h3>
            <pre class="json" tabindex="0">webhook-id: {message.Id}
            webhook-timestamp: {timestamp}
            webhook-signature: {signature}</pre>
            """);
    }

    private static string UrlOf(InspectorView view, WebhookMessage message) =>
        view.World.WebhookEndpoints.Find(message.EndpointId) is { Resource: WebhookEndpoint endpoint } ? endpoint.Url : "an endpoint that is gone";
}
