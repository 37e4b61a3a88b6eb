using System.Text.Json.Nodes;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Http;
using Polar.FakeServer.Lists;
using Polar.FakeServer.Portal.EmailChanges;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Pages.Portal;

/// <summary>What a customer pays with, what its bills say, and its address.</summary>
/// <param name="visit">Who looks at it.</param>
/// <param name="world">Where the mail is that would have been sent.</param>
internal sealed class SettingsPage(PortalVisit visit, World world)
{
    public const string Place = "/settings";

    private const string Me = "customers/me";
    private const string Methods = Me + "/payment-methods";

    /// <summary>Shows the page, or does what one of its forms asks for.</summary>
    public async Task<Reply?> AnswerAsync()
    {
        if (!visit.Request.IsSubmitted)
        {
            return await ShowAsync().ConfigureAwait(false);
        }

        var action = visit.Request.Form.GetValueOrDefault("action", "");
        if (action == "add_payment_method")
        {
            return await AddAsync().ConfigureAwait(false);
        }

        if (await DoAsync(action).ConfigureAwait(false) is not { } answer)
        {
            return null;
        }

        return visit.IsRefused(answer) ? await ShowAsync().ConfigureAwait(false) : visit.Done(Place, action);
    }

    /// <summary>Everything that there is of the customer, as a file.</summary>
    public static async Task<Reply?> ExportAsync(PortalVisit visit)
    {
        var answer = await visit.SendAsync("GET", Me + "/export").ConfigureAwait(false);
        return answer.Succeeded
            ? new Reply(
                200,
                answer.Body,
                "application/json",
                ("Content-Disposition", $"attachment; filename=\"polar-customer-export-{visit.Customer.Id}.json\""),
                ("X-Content-Type-Options", "nosniff"),
                ("Cache-Control", "no-store"))
            : null;
    }

    private async Task<PageAnswer?> DoAsync(string action)
    {
        var form = visit.Request.Form;
        var target = Guid.TryParse(form.GetValueOrDefault("target"), out var id) ? id : (Guid?)null;
        var asked = (action, target) switch
        {
            ("set_default", { } method) => visit.SendAsync("PATCH", Me, new JsonObject { ["default_payment_method_id"] = method }),
            ("remove_payment_method", { } method) => visit.SendAsync("DELETE", $"{Methods}/{method}"),
            ("save_billing", _) => visit.SendAsync("PATCH", Me, Billing(form)),
            ("change_email", _) => visit.SendAsync("POST", Me + "/email-update/request", new JsonObject { ["email"] = form.GetValueOrDefault("email") }),
            _ => null,
        };
        return asked is null ? null : await asked.ConfigureAwait(false);
    }

    private static JsonObject Billing(IReadOnlyDictionary<string, string> form)
    {
        var body = new JsonObject
        {
            ["billing_name"] = PortalInput.Text(form.GetValueOrDefault("billing_name")),
            ["tax_id"] = PortalInput.Text(form.GetValueOrDefault("tax_id")),
        };
        if (PortalInput.Address(form) is { } address)
        {
            body["billing_address"] = address;
        }

        return body;
    }

    private async Task<Reply?> AddAsync()
    {
        var form = visit.Request.Form;
        var isDefault = form.GetValueOrDefault("set_default") == "true";
        var answer = await visit.SendAsync("POST", Methods, new JsonObject
        {
            ["confirmation_token_id"] = CardChoice.TokenOf(form),
            ["set_default"] = isDefault,
            ["return_url"] = visit.Address(Place),
        }).ConfigureAwait(false);
        return visit.IsRefused(answer) ? await ShowAsync().ConfigureAwait(false)
            : answer.Read<CustomerPaymentMethodCreateResponse>() is CustomerPaymentMethodCreateRequiresActionResponse required
                ? PageLayout.SeeOther(BankPage.Address(visit, required.ClientSecret, isDefault))
            : visit.Done(Place, "add_payment_method");
    }

    private async Task<Reply?> ShowAsync()
    {
        if (!visit.IsBilling)
        {
            return null;
        }

        var methods = await visit.ListAsync<CustomerPaymentMethod>(Methods).ConfigureAwait(false);
        return PortalLayout.Page(visit, Place, "Billing", Html.Of($"""
            <h1>Billing</h1>
            {Html.If(visit.Request.Query.GetValueOrDefault("payment") == "failed", () => Html.Of($"<p class=\"problem general\" role=\"alert\">Your bank has refused, so the payment method has not been added.</p>"))}
            {PaymentMethods(methods)}
            {BillingDetails()}
            {Html.If(visit.Organization.CustomerPortalSettings.Customer?.AllowEmailChange == true && visit.Customer.Type != CustomerType.Team, Email)}
            <section class="card">
            <h2>Your data</h2>
            <p><a href="{visit.Address(Place + "/export")}" download>Download everything that {visit.Organization.Name} has of you</a></p>
            </section>
            """));
    }

    private Html PaymentMethods(IReadOnlyList<CustomerPaymentMethod> methods)
    {
        var form = visit.Form(Place, "add_payment_method");
        var fields = Html.Of($"""
            {CardChoice.Of(form.Fields, form.Sent)}
            {form.Fields.Checkbox("set_default", "Pay with this from now on", methods.Count == 0)}
            """);
        return Html.Of($"""
            <section class="card" aria-labelledby="methods">
            <h2 id="methods">Payment methods</h2>
            {(methods.Count == 0
                ? Html.Of($"<p class=\"quiet\">You have no payment method on file.</p>")
                : Html.Of($"<table class=\"list\" aria-labelledby=\"methods\"><tbody>{methods.Select(PaymentMethod)}</tbody></table>"))}
            {form.Folded("Add a payment method", fields, "Add payment method", "main")}
            </section>
            """);
    }

    private Html PaymentMethod(CustomerPaymentMethod method)
    {
        var (name, isDefault) = (PaymentMethodTexts.Name(method), method.Id == visit.Customer.DefaultPaymentMethodId);
        return Html.Of($"""
            <tr>
            <th scope="row">{name} {Html.If(isDefault, () => Html.Of($"<span class=\"badge good\">Default</span>"))}</th>
            <td class="do">
            {Html.If(!isDefault, () => visit.Form(Place, "set_default", $"{method.Id}").Button("Make default", "plain", name))}
            {visit.Form(Place, "remove_payment_method", $"{method.Id}").Button("Remove", "plain", name)}
            </td>
            </tr>
            """);
    }

    private Html BillingDetails()
    {
        var (form, customer) = (visit.Form(Place, "save_billing"), visit.Customer);
        var fields = Html.Of($"""
            {form.Fields.Input("billing_name", "Billing name", customer.BillingName, attributes: Html.Of($"autocomplete=\"organization\""))}
            {AddressFields.Of(form.Fields, customer.BillingAddress)}
            {form.Fields.Input("tax_id", "Tax id", customer.TaxId is [var number, ..] ? number : null, attributes: Html.Of($"autocomplete=\"off\""))}
            """);
        return Html.Of($"""
            <section class="card wide" aria-labelledby="billing">
            <h2 id="billing">Billing details</h2>
            {form.With(fields, "Save", "main")}
            </section>
            """);
    }

    private Html Email()
    {
        var form = visit.Form(Place, "change_email");
        var pending = world.EmailChanges.OfCustomer(visit.Organization.Id, visit.Customer.Id) is [.., var latest] ? latest : null;
        return Html.Of($"""
            <section class="card" aria-labelledby="email">
            <h2 id="email">Email address</h2>
            <p>{visit.Customer.Email}</p>
            {Html.If(pending is not null, () => Html.Of($"<p class=\"mail\">No mail leaves this machine. The link that {pending!.Email} would get: <a href=\"{visit.Address("/verify-email", ("token", pending.Token))}\">Confirm the new address</a></p>"))}
            {form.With(form.Fields.Input("email", "New email address", null, "email", Html.Of($"autocomplete=\"email\"")), "Change email address", "main")}
            </section>
            """);
    }
}
