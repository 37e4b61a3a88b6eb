using System.Text.Json.Nodes;
using Polar.FakeServer.Http;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Pages.Portal;

/// <summary>One order: what it comes to, its documents, and how it is paid where that is still to do.</summary>
internal sealed class OrderPage(PortalVisit visit, Guid id)
{
    private readonly string _place = $"{OrdersPage.Place}/{id}";

    /// <summary>Shows the page, or does what one of its forms asks for; null where there is no such order.</summary>
    public async Task<Reply?> AnswerAsync()
    {
        if (!visit.Request.IsSubmitted)
        {
            return await ShowAsync().ConfigureAwait(false);
        }

        var action = visit.Request.Form.GetValueOrDefault("action", "");
        return action switch
        {
            "bill_to" => await InvoiceAsync().ConfigureAwait(false),
            "pay" => await PayAsync().ConfigureAwait(false),
            _ when SeatsSection.Ask(visit, action, new JsonObject { ["order_id"] = id }) is { } asked =>
                visit.IsRefused(await asked.ConfigureAwait(false)) ? await ShowAsync().ConfigureAwait(false) : visit.Done(_place, action),
            _ => null,
        };
    }

    /// <summary>Has an invoice made for whom the form says.</summary>
    private async Task<Reply?> InvoiceAsync()
    {
        var form = visit.Request.Form;
        var body = new JsonObject { ["billing_name"] = PortalInput.Text(form.GetValueOrDefault("billing_name")) };
        if (PortalInput.Address(form) is { } address)
        {
            body["billing_address"] = address;
        }

        var changed = await visit.SendAsync("PATCH", $"orders/{id}", body).ConfigureAwait(false);
        if (visit.IsRefused(changed))
        {
            return await ShowAsync().ConfigureAwait(false);
        }

        var asked = await visit.SendAsync("POST", $"orders/{id}/invoice").ConfigureAwait(false);
        return visit.IsRefused(asked) ? await ShowAsync().ConfigureAwait(false) : visit.Done(_place, "bill_to");
    }

    /// <summary>Pays with a card on file, or with another one.</summary>
    private async Task<Reply?> PayAsync()
    {
        var form = visit.Request.Form;
        var method = form.GetValueOrDefault("payment_method_id", "");
        var answer = await visit.SendAsync("POST", $"orders/{id}/confirm-payment", method.Length > 0
            ? new JsonObject { ["payment_method_id"] = method }
            : new JsonObject { ["confirmation_token_id"] = CardChoice.TokenOf(form) }).ConfigureAwait(false);
        if (visit.IsRefused(answer))
        {
            return await ShowAsync().ConfigureAwait(false);
        }

        var confirmation = answer.Read<CustomerOrderPaymentConfirmation>();
        return confirmation.Status switch
        {
            "requires_action" => PageLayout.SeeOther(BankPage.Address(visit, confirmation.ClientSecret!)),
            "failed" => PageLayout.SeeOther(visit.Address(_place)),
            _ => visit.Done(_place, "pay"),
        };
    }

    private async Task<Reply?> ShowAsync()
    {
        if (await visit.FindAsync<CustomerOrder>($"orders/{id}").ConfigureAwait(false) is not { } order)
        {
            return null;
        }

        var seats = order is { Seats: not null, SubscriptionId: null } && order.Status != OrderStatus.Pending
            ? await new SeatsSection(visit, _place).ShowAsync($"order_id={id}").ConfigureAwait(false)
            : Html.None;
        var payment = order.NextPaymentAttemptAt is not null && order.Status == OrderStatus.Pending ? await PaymentAsync(order).ConfigureAwait(false) : Html.None;
        return PortalLayout.Page(visit, OrdersPage.Place, "Order", Html.Of($"""
            <p class="way"><a href="{visit.Address(OrdersPage.Place)}">← Orders</a></p>
            <h1>{order.Product?.Name ?? order.Description} {PortalTexts.Badge(order.Status.Value)}</h1>
            <div class="columns">
            <div>
            {Sum(order)}
            {seats}
            </div>
            <div>
            {payment}
            {Documents(order)}
            </div>
            </div>
            """));
    }

    private Html Sum(CustomerOrder order) => Html.Of($"""
        <section class="card">
        <table class="sum" aria-label="What the order comes to">
        <tbody>
        {order.Items.Select(item => Line(item.Label, item.Amount, order))}
        {Html.If(order.DiscountAmount != 0, () => Line("Discount", -order.DiscountAmount, order))}
        {Line(order.NetAmount < order.SubtotalAmount - order.DiscountAmount ? "Taxes (included)" : "Taxes", order.TaxAmount, order)}
        {Html.If(order.AppliedBalanceAmount != 0, () => Line("Balance", order.AppliedBalanceAmount, order))}
        </tbody>
        <tfoot>
        {Line("Total", order.TotalAmount, order)}
        {Html.If(order.DueAmount != order.TotalAmount && !order.Paid, () => Line("Due", order.DueAmount, order))}
        {Html.If(order.RefundedAmount > 0, () => Line("Refunded", -(order.RefundedAmount + order.RefundedTaxAmount), order))}
        </tfoot>
        </table>
        <dl class="facts">
        <dt>Date</dt><dd>{PortalTexts.Date(order.CreatedAt)}</dd>
        {Html.If(order.InvoiceNumber is not null, () => Html.Of($"<dt>Invoice</dt><dd>{order.InvoiceNumber}</dd>"))}
        {Html.If(order.ReceiptNumber is not null, () => Html.Of($"<dt>Receipt</dt><dd>{order.ReceiptNumber}</dd>"))}
        {Html.If(order.SubscriptionId is not null, () => Html.Of($"<dt>Subscription</dt><dd><a href=\"{visit.Address($"/subscriptions/{order.SubscriptionId}")}\">{order.Product?.Name ?? "Subscription"}</a></dd>"))}
        </dl>
        </section>
        """);

    private static Html Line(string name, long amount, CustomerOrder order) =>
        Html.Of($"<tr><th scope=\"row\">{name}</th><td>{PortalTexts.Money(amount, order.Currency)}</td></tr>\n");

    private Html Documents(CustomerOrder order)
    {
        var form = visit.Form(_place, "bill_to");
        var fields = Html.Of($"{form.Fields.Input("billing_name", "Billing name", order.BillingName, attributes: Html.Of($"autocomplete=\"organization\""))}{AddressFields.Of(form.Fields, order.BillingAddress)}");
        var isPossible = order.Status != OrderStatus.Draft && order.Status != OrderStatus.Void;
        return Html.Of($"""
            <section class="card" aria-labelledby="documents">
            <h2 id="documents">Invoice and receipt</h2>
            <ul class="files">
            {Html.If(order.IsInvoiceGenerated, () => Html.Of($"<li><a href=\"{visit.Address($"{_place}/invoice")}\">Download invoice</a></li>"))}
            {Html.If(order.ReceiptNumber is not null, () => Html.Of($"<li><a href=\"{visit.Address($"{_place}/receipt")}\">Download receipt</a></li>"))}
            </ul>
            {Html.If(isPossible && order.IsInvoiceGenerated, () => form.Folded("Change the invoice", fields, "Make the invoice again"))}
            {Html.If(isPossible && !order.IsInvoiceGenerated, () => form.With(fields, "Make an invoice", "main"))}
            </section>
            """);
    }

    private async Task<Html> PaymentAsync(CustomerOrder order)
    {
        var methods = await visit.ListAsync<CustomerPaymentMethod>("customers/me/payment-methods").ConfigureAwait(false);
        var latest = await visit.FindAsync<CustomerOrderPaymentStatus>($"orders/{id}/payment-status").ConfigureAwait(false);
        var form = visit.Form(_place, "pay");
        var chosen = form.Sent.GetValueOrDefault("payment_method_id") ?? (methods.Count > 0 ? methods[0].Id.ToString() : "");
        var choice = Html.Of($"""
            <fieldset class="cards">
            <legend>Pay with</legend>
            {methods.Select(method => Html.Of($"<label class=\"option\"><input type=\"radio\" name=\"payment_method_id\" value=\"{method.Id}\"{Html.If(chosen == method.Id.ToString(), () => Html.Of($" checked"))}> {PaymentMethodTexts.Name(method)}</label>\n"))}
            <label class="option"><input type="radio" name="payment_method_id" value=""{Html.If(chosen.Length == 0, () => Html.Of($" checked"))}> Another card</label>
            </fieldset>
            {CardChoice.Of(form.Fields, form.Sent)}
            """);
        return Html.Of($"""
            <section class="card" aria-labelledby="pay">
            <h2 id="pay">Pay {PortalTexts.Money(order.DueAmount, order.Currency)}</h2>
            {Html.If(latest is { Status: "failed" }, () => Html.Of($"<p class=\"problem\" role=\"alert\">The last payment failed. {latest!.Error}</p>"))}
            {form.With(choice, "Pay now", "main")}
            </section>
            """);
    }
}
