using Polar.Functional.Contracts;

namespace Polar.FakeServer.Pages.Portal;

/// <summary>The fields of a billing address.</summary>
internal static class AddressFields
{
    private const string Prefix = "billing_address.";

    public static Html Of(FormControls fields, Address? address) => Html.Of($"""
        <fieldset class="address">
        <legend>Billing address</legend>
        {Part(fields, "line1", "Street", address?.Line1, "address-line1")}
        {Part(fields, "line2", "More of the street", address?.Line2, "address-line2")}
        {Part(fields, "postal_code", "Postal code", address?.PostalCode, "postal-code")}
        {Part(fields, "city", "City", address?.City, "address-level2")}
        {Part(fields, "state", "State", address?.State, "address-level1")}
        {fields.Select(Prefix + "country", "Country", address?.Country.Value, Countries.All)}
        {fields.Problem("billing_address")}
        </fieldset>
        """);

    private static Html Part(FormControls fields, string name, string label, string? value, string autocomplete) =>
        fields.Input(Prefix + name, label, value, attributes: Html.Of($"autocomplete=\"{autocomplete}\""));
}
