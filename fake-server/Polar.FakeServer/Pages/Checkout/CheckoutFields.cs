using System.Globalization;
using System.Text.Json.Nodes;
using Polar.FakeServer.Catalog.Products;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Pages.Checkout;

/// <summary>Turns what a buyer has filled in into what the API takes.</summary>
internal static class CheckoutFields
{
    /// <summary>What the names of custom fields begin with.</summary>
    public const string Custom = "custom_field_data.";

    /// <summary>What the names of the address's fields begin with.</summary>
    public const string Address = "customer_billing_address.";

    private static readonly string[] s_texts = ["customer_email", "customer_name", "customer_billing_name", "customer_tax_id", "product_id"];

    private static readonly string[] s_numbers = ["seats", "units"];

    /// <summary>The body of a change: the fields that the form has, those that are empty as null.</summary>
    public static JsonObject Body(CheckoutPublic checkout, IReadOnlyDictionary<string, string> form)
    {
        var body = new JsonObject();
        foreach (var name in s_texts)
        {
            if (form.TryGetValue(name, out var text) && (text.Length > 0 || name != "product_id"))
            {
                body[name] = Text(text);
            }
        }

        foreach (var name in s_numbers)
        {
            if (form.TryGetValue(name, out var text) && text.Length > 0)
            {
                body[name] = Number(text);
            }
        }

        if (form.TryGetValue("amount", out var amount) && amount.Length > 0)
        {
            body["amount"] = decimal.TryParse(amount, NumberStyles.Number, CultureInfo.InvariantCulture, out var units)
                ? JsonValue.Create((long)Math.Round(units * (Currencies.HasDecimals(checkout.Currency) ? 100 : 1), MidpointRounding.AwayFromZero))
                : JsonValue.Create(amount);
        }

        if (form.TryGetValue("is_business_customer", out var isBusiness))
        {
            body["is_business_customer"] = isBusiness == "true";
        }

        AddAddress(body, form);
        AddCustomFields(body, checkout, form);
        return body;
    }

    private static void AddAddress(JsonObject body, IReadOnlyDictionary<string, string> form)
    {
        if (form.GetValueOrDefault(Address + "country") is not { Length: > 0 })
        {
            return;
        }

        var address = new JsonObject();
        foreach (var (name, text) in form)
        {
            if (name.StartsWith(Address, StringComparison.Ordinal))
            {
                address[name[Address.Length..]] = Text(text);
            }
        }

        body["customer_billing_address"] = address;
    }

    private static void AddCustomFields(JsonObject body, CheckoutPublic checkout, IReadOnlyDictionary<string, string> form)
    {
        if (checkout.AttachedCustomFields is not { Count: > 0 } attached)
        {
            return;
        }

        var answers = new JsonObject();
        foreach (var field in attached.Select(field => field.CustomField))
        {
            if (form.TryGetValue(Custom + field.Slug, out var text))
            {
                answers[field.Slug] = field switch
                {
                    CustomFieldCheckbox => text == "true",
                    CustomFieldNumber when text.Length > 0 => Number(text),
                    _ => Text(text),
                };
            }
        }

        body["custom_field_data"] = answers;
    }

    private static JsonValue? Text(string text) => text.Length == 0 ? null : JsonValue.Create(text);

    /// <summary>A number as one; what is none goes as it was typed, so that the API refuses it in its words.</summary>
    private static JsonValue Number(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? JsonValue.Create(number) : JsonValue.Create(text);
}
