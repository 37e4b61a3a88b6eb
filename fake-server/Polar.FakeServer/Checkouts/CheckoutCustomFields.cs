using System.Text.Json.Nodes;
using Polar.Functional.Contracts;

namespace Polar.FakeServer;

/// <summary>What a session's product asks the buyer for beyond the usual.</summary>
internal static class CheckoutCustomFields
{
    /// <summary>The answers to what the product asks; answers to anything else are dropped.</summary>
    /// <param name="product">The product.</param>
    /// <param name="data">What was sent.</param>
    /// <param name="requireAll">Whether a required field must be there.</param>
    public static Outcome<ValueMap<JsonScalar>> Checked(ProductRow product, ValueMap<JsonScalar>? data, bool requireAll)
    {
        var given = data.OrEmpty();
        var fields = product.Shown.AttachedCustomFields;
        var missing = fields
            .Where(field => requireAll && field.Required && !given.ContainsKey(field.CustomField.Slug))
            .Select(field => new Issue("missing", ["body", "custom_field_data", field.CustomField.Slug], "Field required", Shown(given)))
            .ToArray();
        return missing.Length > 0
            ? Failure.Invalid(missing)
            : given.Where(entry => fields.Any(field => field.CustomField.Slug == entry.Key)).ToValueMap();
    }

    private static JsonObject Shown(ValueMap<JsonScalar> data) =>
        new(data.Select(entry => KeyValuePair.Create(entry.Key, Recast.Node(entry.Value))));
}
