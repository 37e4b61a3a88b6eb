using System.Globalization;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Pages.Portal;

/// <summary>What may be done with a subscription: what the seller leaves to its customers, and what fits how the subscription stands.</summary>
internal sealed class SubscriptionForms(PortalVisit visit, string place, CustomerSubscription subscription)
{
    private readonly CustomerPortalSubscriptionSettings _allowed = visit.Organization.CustomerPortalSettings.Subscription;

    private bool IsPaused => subscription.Status == SubscriptionStatus.Paused;

    /// <summary>All of them.</summary>
    public Html All() => subscription.EndedAt is not null
        ? Html.Of($"<p class=\"quiet\">This subscription has ended.</p>")
        : Html.Join([Pending(), Plan(), Seats(), Units(), Pause(), Cancellation(), Revocation()]);

    private PortalForm Form(string action) => visit.Form(place, action);

    private Html Pending()
    {
        if (subscription.PendingUpdate is not { } pending)
        {
            return Html.None;
        }

        var product = visit.Shop.Products.FirstOrDefault(known => known.Id == pending.ProductId)?.Name;
        string[] parts =
        [
            .. product is null ? Array.Empty<string>() : [product],
            .. pending.Seats is { } seats ? new[] { $"{seats} seats" } : [],
            .. pending.Units is { } units ? new[] { $"{units} units" } : [],
        ];
        return Html.Of($"""
            <div class="pending">
            <p>On {PortalTexts.Date(pending.AppliesAt)} this changes to {(parts.Length == 0 ? "another plan" : string.Join(", ", parts))}.</p>
            {Form("discard_change").Button("Discard the change", "plain")}
            </div>
            """);
    }

    private Html Plan()
    {
        CustomerProduct[] others = [.. visit.Shop.Products.Where(product => product.IsRecurring && product.Id != subscription.ProductId)];
        if (!_allowed.UpdatePlan || others.Length == 0 || IsPaused)
        {
            return Html.None;
        }

        var form = Form("change_plan");
        return form.Folded(
            "Change plan",
            Html.Of($"""
                <fieldset>
                <legend>New plan</legend>
                {others.Select(product => Html.Of($"<label class=\"option\"><input type=\"radio\" name=\"product_id\" value=\"{product.Id}\"{Html.If(form.Sent.GetValueOrDefault("product_id") == product.Id.ToString(), () => Html.Of($" checked"))}> {product.Name} <span class=\"quiet\">{PortalTexts.Prices(product.Prices, product.RecurringInterval, product.RecurringIntervalCount)}</span></label>\n"))}
                {form.Fields.Problem("product_id")}
                </fieldset>
                <p class="help">What is left of the period is settled as {visit.Organization.Name} has decided.</p>
                """),
            "Change plan",
            "main");
    }

    private Html Seats() => Html.If(_allowed.UpdateSeats && subscription.Seats is not null && !IsPaused, () => Quantity("change_seats", "seats", "Seats", subscription.Seats ?? 1));

    private Html Units() =>
        Html.If(_allowed.UpdateUnits != false && subscription.Units is not null && !IsPaused, () => Quantity("change_units", "units", "Units", subscription.Units ?? 1));

    private Html Quantity(string action, string name, string label, long now)
    {
        var form = Form(action);
        return form.Folded(
            $"Change the number of {name}",
            form.Fields.Input(name, label, now.ToString(CultureInfo.InvariantCulture), "number", Html.Of($"min=\"1\" inputmode=\"numeric\"")),
            $"Change {name}",
            "main");
    }

    private Html Pause()
    {
        if (_allowed.Pause != true)
        {
            return Html.None;
        }

        if (IsPaused)
        {
            return Form("resume").Button("Resume now", "main");
        }

        if (subscription.PauseAtPeriodEnd)
        {
            return Form("unpause").Button("Do not pause", "main");
        }

        var form = Form("pause");
        return Html.If(!subscription.CancelAtPeriodEnd, () => form.Folded(
            "Pause subscription",
            form.Fields.Input("resumes_at", "Resume on (optional)", null, "date", help: "It pauses when the period is over."),
            "Pause subscription"));
    }

    private Html Cancellation()
    {
        if (subscription.CancelAtPeriodEnd)
        {
            return Form("uncancel").Button("Keep my subscription", "main");
        }

        var form = Form("cancel");
        var fields = Html.Join(
        [
            form.Fields.Select("cancellation_reason", "Why do you leave? (optional)", null, SubscriptionTexts.Reasons),
            form.Fields.Lines("cancellation_comment", "What should we know? (optional)", null),
        ]);
        return form.Folded(
            "Cancel subscription",
            Html.Of($"<p class=\"quiet\">You keep what you have until {PortalTexts.Date(subscription.CurrentPeriodEnd)}.</p>{fields}"),
            "Cancel subscription",
            "danger");
    }

    private Html Revocation() => Html.If(
        subscription.Status == SubscriptionStatus.PastDue,
        () => Form("revoke").Folded("End it now", Html.Of($"<p class=\"quiet\">Nothing more is charged, and you lose your benefits at once.</p>"), "End it now", "danger"));
}
