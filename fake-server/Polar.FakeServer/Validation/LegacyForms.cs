using System.Text.Json.Nodes;

namespace Polar.FakeServer.Validation;

/// <summary>Forms that older clients send and that Polar still takes.</summary>
internal static class LegacyForms
{
    private static readonly string[] s_kept = ["price_currency", "tax_behavior"];

    /// <summary>A value of a union in the form that is described today.</summary>
    public static JsonNode? Modern(TaggedSchema schema, JsonNode? value) =>
        schema.Property == "amount_type" && value is JsonObject price && price["amount_type"] is JsonValue type
        && type.TryGetValue<string>(out var kind) && kind == "free"
            ? FreePrice(price)
            : value;

    /// <summary>A free price is a fixed one of nothing.</summary>
    private static JsonObject FreePrice(JsonObject given)
    {
        var price = new JsonObject { ["amount_type"] = "fixed", ["price_amount"] = 0 };
        foreach (var name in s_kept)
        {
            if (given.TryGetPropertyValue(name, out var value))
            {
                price[name] = value?.DeepClone();
            }
        }

        return price;
    }
}
