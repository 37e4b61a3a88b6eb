using System.Globalization;
using Polar.FakeServer.Catalog.Products;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Pages.Checkout;

/// <summary>The form of an open checkout.</summary>
/// <param name="checkout">The session.</param>
/// <param name="query">The query of the page, which the form keeps.</param>
/// <param name="sent">What was filled in last.</param>
/// <param name="problems">What was wrong with it.</param>
/// <param name="refusal">Why the last try to pay failed; null where there was none.</param>
internal sealed class CheckoutForm(
    CheckoutPublic checkout,
    IReadOnlyDictionary<string, string> query,
    IReadOnlyDictionary<string, string> sent,
    PageProblems problems,
    string? refusal)
{
    /// <summary>What tells the script that a change is to be sent at once, because the sum may follow from it.</summary>
    private static readonly Html s_live = Html.Of($"data-live");

    private readonly FormControls _fields = new(problems, sent);

    /// <summary>The page's body.</summary>
    /// <param name="isAnswer">Whether the form was sent before, and comes back.</param>
    public Html Body(bool isAnswer)
    {
        var asked = Html.Join([Choice(), Buyer(), Card(), Address(), Business(), Questions()]);
        return Html.Of($"""
            <main class="checkout"{CheckoutFrame.Attributes(checkout, query)}{Html.If(isAnswer, () => Html.Of($" data-answer"))}>
            <div class="left">
            {CheckoutSummary.Of(checkout)}
            </div>
            <form class="right" method="post" action="{CheckoutFrame.Address(checkout, "", query)}" novalidate>
            <button class="unseen" name="action" value="update" tabindex="-1" aria-hidden="true">Update</button>
            {asked}
            {Discount()}
            {CheckoutSummary.Sum(checkout)}
            {General()}
            <button class="pay" name="action" value="pay">{CheckoutTexts.Button(checkout)}</button>
            <button class="plain" name="action" value="update">Update the total</button>
            <p class="terms">{Terms()}</p>
            <p class="fake">This is a fake of Polar for tests. No money moves.</p>
            </form>
            </main>
            """);
    }

    private string Terms() => checkout.Product?.IsRecurring == true
        ? $"By going on you allow {checkout.Organization.Name} to charge you for this and for future payments, until you cancel."
        : $"By going on you agree to pay {checkout.Organization.Name} once.";

    private Html General()
    {
        var general = problems != PageProblems.None ? problems.General : refusal is null ? null : $"The payment failed: {refusal} Please try again with a different payment method.";
        string[] messages = [.. general is null ? Array.Empty<string>() : [general], .. problems.Besides(_fields.Shown)];
        return Html.If(messages.Length > 0, () => Html.Of($"<div class=\"problem general\" role=\"alert\" tabindex=\"-1\">{messages.Select(message => Html.Of($"<p>{message}</p>"))}</div>"));
    }

    /// <summary>Which product, how many, how much.</summary>
    private Html Choice() => Html.Of($"""
        {Html.If(checkout.Products.Count > 1, () => Html.Of($"<fieldset class=\"choice\"><legend>Product</legend>{checkout.Products.Select(Product)}{_fields.Problem("product_id")}</fieldset>"))}
        {Html.If(checkout.ProductPrice is ProductPriceCustom or LegacyRecurringProductPriceCustom, () => _fields.Input("amount", $"Name a fair price ({checkout.Currency.ToUpperInvariant()})", Units(checkout.Amount), attributes: Html.Of($"inputmode=\"decimal\" data-live")))}
        {Html.If(checkout.Seats is not null, () => Quantity("seats", "Seats", checkout.Seats, checkout.MinSeats, checkout.MaxSeats))}
        {Html.If(checkout.Units is not null, () => Quantity("units", "Units", checkout.Units, checkout.MinUnits, checkout.MaxUnits))}
        """);

    private Html Product(CheckoutProduct product) => Html.Of($"""
        <label class="option"><input type="radio" name="product_id" value="{product.Id}"{(product.Id == checkout.ProductId ? Html.Of($" checked") : Html.None)} data-live> {product.Name}</label>
        """);

    private Html Quantity(string name, string label, long? value, long? least, long? most) => least is not null && least == most
        ? Html.Of($"<p class=\"field\">{label}: {value ?? 0}</p>")
        : _fields.Input(name, label, value?.ToString(CultureInfo.InvariantCulture), "number", Html.Of($"min=\"{least ?? 1}\"{(most is { } limit ? Html.Of($" max=\"{limit}\"") : Html.None)} data-live"));

    private string Units(long amount) => Currencies.HasDecimals(checkout.Currency)
        ? (amount / 100m).ToString("0.00", CultureInfo.InvariantCulture)
        : amount.ToString(CultureInfo.InvariantCulture);

    private Html Buyer() => _fields.Input(
        "customer_email",
        "Email",
        checkout.CustomerEmail,
        "email",
        checkout.CustomerId is null ? Html.Of($"autocomplete=\"email\" data-live") : Html.Of($"disabled"));

    /// <summary>The stand-in for the card: test cards to choose from, or a token.</summary>
    private Html Card()
    {
        if (!checkout.IsPaymentFormRequired)
        {
            return Html.None;
        }

        return Html.Of($"""
            {CardChoice.Of(_fields, sent)}
            {_fields.Input("customer_name", "Cardholder name", checkout.CustomerName, attributes: Html.Of($"autocomplete=\"name\""))}
            """);
    }

    private Html Address()
    {
        if (!checkout.IsPaymentFormRequired && !checkout.RequireBillingAddress)
        {
            return Html.None;
        }

        var (fields, address) = (checkout.BillingAddressFields, checkout.CustomerBillingAddress);
        return Html.Of($"""
            <fieldset class="address">
            <legend>Billing address</legend>
            {Part(fields.Line1, "line1", "Street", address?.Line1, "address-line1")}
            {Part(fields.Line2, "line2", "More of the street", address?.Line2, "address-line2")}
            {Part(fields.PostalCode, "postal_code", "Postal code", address?.PostalCode, "postal-code")}
            {Part(fields.City, "city", "City", address?.City, "address-level2")}
            {Part(fields.State, "state", "State", address?.State, "address-level1")}
            {Html.If(fields.Country != BillingAddressFieldMode.Disabled, () => _fields.Select(CheckoutFields.Address + "country", "Country", address?.Country.Value, Countries.All, s_live))}
            {_fields.Problem("customer_billing_address")}
            </fieldset>
            """);
    }

    private Html Part(BillingAddressFieldMode mode, string name, string label, string? value, string autocomplete) => Html.If(
        mode != BillingAddressFieldMode.Disabled,
        () => _fields.Input(CheckoutFields.Address + name, mode == BillingAddressFieldMode.Required ? label : $"{label} (optional)", value, attributes: Html.Of($"autocomplete=\"{autocomplete}\" data-live")));

    private Html Business() => !checkout.IsPaymentFormRequired
        ? Html.None
        : Html.Of($"""
            {_fields.Checkbox("is_business_customer", "I am buying for a business", checkout.IsBusinessCustomer, s_live)}
            {Html.If(checkout.IsBusinessCustomer, () => Html.Of($"{_fields.Input("customer_billing_name", "Business name", checkout.CustomerBillingName)}{_fields.Input("customer_tax_id", "Tax id", checkout.CustomerTaxId, attributes: s_live)}"))}
            """);

    /// <summary>The questions that the seller asks.</summary>
    private Html Questions() => Html.Join((checkout.AttachedCustomFields ?? []).OrderBy(field => field.Order).Select(Question));

    private Html Question(AttachedCustomField attached)
    {
        var field = attached.CustomField;
        var (name, optional) = (CheckoutFields.Custom + field.Slug, attached.Required ? "" : " (optional)");
        var value = checkout.CustomFieldData?.TryGetValue(field.Slug, out var answer) == true && answer.Kind != JsonScalarKind.Null ? answer.ToString() : null;
        return field switch
        {
            CustomFieldText { Properties: var text } when text.Textarea == true =>
                _fields.Lines(name, (text.FormLabel ?? field.Name) + optional, value, Hint(text.FormPlaceholder), text.FormHelpText),
            CustomFieldText { Properties: var text } => _fields.Input(name, (text.FormLabel ?? field.Name) + optional, value, "text", Hint(text.FormPlaceholder), text.FormHelpText),
            CustomFieldNumber { Properties: var number } => _fields.Input(name, (number.FormLabel ?? field.Name) + optional, value, "number", Hint(number.FormPlaceholder), number.FormHelpText),
            CustomFieldDate { Properties: var date } => _fields.Input(name, (date.FormLabel ?? field.Name) + optional, value, "date", help: date.FormHelpText),
            CustomFieldCheckbox { Properties: var tick } => _fields.Checkbox(name, (tick.FormLabel ?? field.Name) + optional, value == "true", help: tick.FormHelpText),
            CustomFieldSelect { Properties: var select } =>
                _fields.Select(name, (select.FormLabel ?? field.Name) + optional, value, select.Options.Select(option => (option.Value, option.Label)), help: select.FormHelpText),
            _ => Html.None,
        };
    }

    private static Html Hint(string? placeholder) => placeholder is { Length: > 0 } ? Html.Of($"placeholder=\"{placeholder}\"") : Html.None;

    private Html Discount()
    {
        if (!checkout.AllowDiscountCodes || !checkout.IsDiscountApplicable)
        {
            return Html.None;
        }

        return checkout.Discount is { } discount
            ? Html.Of($"<p class=\"discount\">{discount.Name}{(discount.Code is { } code ? Html.Of($" <code>{code}</code>") : Html.None)} <button class=\"plain\" name=\"action\" value=\"remove_discount\">Remove</button></p>")
            : Html.Of($"<div class=\"discount\">{_fields.Input("discount_code", "Discount code", null, attributes: Html.Of($"autocomplete=\"off\""))}<button class=\"plain\" name=\"action\" value=\"apply_discount\">Apply</button></div>");
    }
}
