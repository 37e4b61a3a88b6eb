using System.Text.Json.Nodes;
using Polar.FakeServer.Billing.Orders;
using Polar.FakeServer.Customers.PaymentMethods;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Http;

namespace Polar.FakeServer.Pages.Portal;

/// <summary>Where a customer shows its bank who it is, to keep a card or to pay an order.</summary>
internal sealed class BankPage(Engine engine)
{
    private const string Default = "default";

    /// <summary>The address of the page.</summary>
    /// <param name="visit">Who goes there.</param>
    /// <param name="clientSecret">What the API has answered.</param>
    /// <param name="isDefault">Whether the card is to be the default one.</param>
    public static string Address(PortalVisit visit, string clientSecret, bool isDefault = false)
    {
        var page = "/bank/" + Uri.EscapeDataString(Intents.IdOf(clientSecret));
        return isDefault ? visit.Address(page, (Default, "true")) : visit.Address(page);
    }

    /// <summary>Shows the page, or takes the customer's answer; null where the bank waits for nobody.</summary>
    public async Task<Reply?> AnswerAsync(PortalVisit visit, string id)
    {
        if (engine.World.Intents.Find(IntentRow.ByProcessorId, id) is not { } intent || intent.CustomerId != visit.Customer.Id)
        {
            return null;
        }

        var page = intent.OrderId is { } order ? $"{OrdersPage.Place}/{order}" : SettingsPage.Place;
        if (intent.Status != IntentStatus.RequiresAction)
        {
            return PageLayout.SeeOther(visit.Address(page));
        }

        if (!visit.Request.IsSubmitted)
        {
            return Show(visit, intent);
        }

        var step = new IntentBankStep(intent.Id, BankChallenge.IsApproved(visit.Request));
        var acted = await engine.ExecuteAsAsync(step, step.Take).ConfigureAwait(false);
        return acted.Status == IntentStatus.Failed ? PageLayout.SeeOther(visit.Address(page, ("payment", "failed")))
            : acted.OrderId is null ? await KeepAsync(visit, acted).ConfigureAwait(false)
            : visit.Done(page, "pay");
    }

    private Reply Show(PortalVisit visit, IntentRow intent)
    {
        var isDefault = visit.Request.Query.GetValueOrDefault(Default) == "true";
        var order = intent.OrderId is { } id ? engine.World.Orders[id] : null;
        var action = Address(visit, intent.ProcessorId, isDefault);
        var hidden = Html.Of($"<input type=\"hidden\" name=\"{PortalCookie.FormField}\" value=\"{visit.FormToken}\">");
        return PortalLayout.Page(visit, order is null ? SettingsPage.Place : OrdersPage.Place, "Your bank", Html.Of($"""
            <section class="card">
            {BankChallenge.Of(action, visit.Organization.Name, order is null ? null : PortalTexts.Money(order.Due, order.Currency), hidden)}
            </section>
            """));
    }

    /// <summary>Puts the card on file.</summary>
    private static async Task<Reply> KeepAsync(PortalVisit visit, IntentRow intent)
    {
        var answer = await visit.SendAsync("POST", "customers/me/payment-methods/confirm", new JsonObject
        {
            ["setup_intent_id"] = intent.ProcessorId,
            ["set_default"] = visit.Request.Query.GetValueOrDefault(Default) == "true",
        }).ConfigureAwait(false);
        return answer.Succeeded
            ? visit.Done(SettingsPage.Place, "add_payment_method")
            : PageLayout.SeeOther(visit.Address(SettingsPage.Place, ("payment", "failed")));
    }
}
