using Polar.FakeServer.Generated;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Sales.Checkouts;

/// <summary>What checkouts are still sent with under old names.</summary>
internal static class CheckoutLegacyMembers
{
    public static void Write(ResourceWriter writer, Checkout checkout)
    {
        Write(writer, checkout.NetAmount, checkout.BillingAddressFields);
        writer.Name("customer_external_id").Value(checkout.ExternalCustomerId);
    }

    public static void Write(ResourceWriter writer, long netAmount, CheckoutBillingAddressFields modes)
    {
        writer.Name("subtotal_amount").Value(netAmount);
        writer.Name("customer_billing_address_fields");
        writer.Json.WriteStartObject();
        writer.Name("country").Value(IsRequired(modes.Country));
        writer.Name("state").Value(IsRequired(modes.State));
        writer.Name("city").Value(IsRequired(modes.City));
        writer.Name("postal_code").Value(IsRequired(modes.PostalCode));
        writer.Name("line1").Value(IsRequired(modes.Line1));
        writer.Name("line2").Value(IsRequired(modes.Line2));
        writer.Json.WriteEndObject();
    }

    private static bool IsRequired(BillingAddressFieldMode mode) => mode == BillingAddressFieldMode.Required;
}
