using System.Text.Json.Nodes;
using Polar.FakeServer.Http;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Pages.Portal;

/// <summary>One subscription, and what its customer may do with it.</summary>
internal sealed class SubscriptionPage(PortalVisit visit, Guid id)
{
    private readonly string _place = $"/subscriptions/{id}";

    /// <summary>Shows the page, or does what one of its forms asks for; null where there is no such subscription.</summary>
    public async Task<Reply?> AnswerAsync()
    {
        if (!visit.Request.IsSubmitted)
        {
            return await ShowAsync().ConfigureAwait(false);
        }

        var action = visit.Request.Form.GetValueOrDefault("action", "");
        if (await DoAsync(action).ConfigureAwait(false) is not { } answer)
        {
            return null;
        }

        return visit.IsRefused(answer) ? await ShowAsync().ConfigureAwait(false) : visit.Done(_place, action);
    }

    private async Task<PageAnswer?> DoAsync(string action)
    {
        if (SeatsSection.Ask(visit, action, new JsonObject { ["subscription_id"] = id }) is { } asked)
        {
            return await asked.ConfigureAwait(false);
        }

        var form = visit.Request.Form;
        var reasons = new JsonObject
        {
            ["cancellation_reason"] = form.GetValueOrDefault("cancellation_reason") is { Length: > 0 } reason ? reason : null,
            ["cancellation_comment"] = form.GetValueOrDefault("cancellation_comment") is { Length: > 0 } comment ? comment : null,
        };
        if (action == "revoke")
        {
            return await visit.SendAsync("POST", $"subscriptions/{id}/revoke", reasons).ConfigureAwait(false);
        }

        JsonObject? body = action switch
        {
            "cancel" => With(reasons, "cancel_at_period_end", true),
            "uncancel" => new JsonObject { ["cancel_at_period_end"] = false },
            "change_plan" => new JsonObject { ["product_id"] = form.GetValueOrDefault("product_id") },
            "change_seats" => new JsonObject { ["seats"] = PortalInput.Number(form.GetValueOrDefault("seats", "")) },
            "change_units" => new JsonObject { ["units"] = PortalInput.Number(form.GetValueOrDefault("units", "")) },
            "pause" => new JsonObject { ["pause_at_period_end"] = true, ["resumes_at"] = PortalInput.Midnight(form.GetValueOrDefault("resumes_at", "")) },
            "unpause" => new JsonObject { ["pause_at_period_end"] = false },
            "resume" => new JsonObject { ["resume"] = true },
            "discard_change" => new JsonObject { ["pending_update"] = null },
            _ => null,
        };
        return body is null ? null : await visit.SendAsync("PATCH", $"subscriptions/{id}", body).ConfigureAwait(false);
    }

    private static JsonObject With(JsonObject body, string name, JsonNode value)
    {
        body[name] = value;
        return body;
    }

    private async Task<Reply?> ShowAsync()
    {
        var subscription = await visit.FindAsync<CustomerSubscription>($"subscriptions/{id}").ConfigureAwait(false)
            ?? (await visit.ListAsync<CustomerSubscription>("seats/subscriptions").ConfigureAwait(false)).FirstOrDefault(known => known.Id == id);
        if (subscription is null)
        {
            return null;
        }

        var isOwn = subscription.CustomerId == visit.Customer.Id && visit.IsBilling;
        var orders = isOwn ? await visit.ListAsync<CustomerOrder>($"orders/?subscription_id={id}").ConfigureAwait(false) : [];
        var seats = subscription.Seats is not null && subscription.EndedAt is null && subscription.CustomerId == visit.Customer.Id
            ? await new SeatsSection(visit, _place).ShowAsync($"subscription_id={id}").ConfigureAwait(false)
            : Html.None;
        return PortalLayout.Page(visit, OverviewPage.Place, subscription.Product.Name, Html.Of($"""
            <p class="way"><a href="{visit.Address(OverviewPage.Place)}">← Overview</a></p>
            <h1>{subscription.Product.Name} {PortalTexts.Badge(subscription.Status.Value)}</h1>
            <div class="columns">
            <div>
            {Summary(subscription)}
            {seats}
            {Html.If(orders.Count > 0, () => Orders(orders))}
            </div>
            {(isOwn ? Manage(subscription) : Html.None)}
            </div>
            """));
    }

    private static Html Summary(CustomerSubscription subscription) => Html.Of($"""
        <section class="card">
        <p class="price">{SubscriptionTexts.Price(subscription)}</p>
        <p class="quiet">{SubscriptionTexts.Course(subscription)}</p>
        <dl class="facts">
        {Html.If(subscription.StartedAt is not null, () => Html.Of($"<dt>Since</dt><dd>{PortalTexts.Date(subscription.StartedAt!.Value)}</dd>"))}
        <dt>Period</dt><dd>{PortalTexts.Date(subscription.CurrentPeriodStart)} – {PortalTexts.Date(subscription.CurrentPeriodEnd)}</dd>
        {Html.If(subscription.Seats is not null, () => Html.Of($"<dt>Seats</dt><dd>{subscription.Seats ?? 0}</dd>"))}
        {Html.If(subscription.Units is not null, () => Html.Of($"<dt>Units</dt><dd>{subscription.Units ?? 0}</dd>"))}
        {subscription.Meters.Select(meter => Html.Of($"<dt>{meter.Meter.Name}</dt><dd>{PortalTexts.Number(meter.ConsumedUnits)} used, {PortalTexts.Money(meter.Amount, subscription.Currency)} so far</dd>\n"))}
        </dl>
        {Html.If(subscription.Product.Benefits.Count > 0, () => Html.Of($"<ul class=\"benefits\">{subscription.Product.Benefits.Select(benefit => Html.Of($"<li>{benefit.Description}</li>"))}</ul>"))}
        </section>
        """);

    private Html Orders(IReadOnlyList<CustomerOrder> orders) => Html.Of($"""
        <section class="card">
        <h2>Orders</h2>
        {OrdersPage.Table(visit, orders)}
        </section>
        """);

    private Html Manage(CustomerSubscription subscription) => Html.Of($"""
        <section class="card manage" aria-labelledby="manage">
        <h2 id="manage">Manage</h2>
        {new SubscriptionForms(visit, _place, subscription).All()}
        </section>
        """);
}
