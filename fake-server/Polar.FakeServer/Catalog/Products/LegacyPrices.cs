using System.Text.Json.Nodes;
using Polar.FakeServer.Validation;

namespace Polar.FakeServer.Catalog.Products;

/// <summary>The forms of prices, with one that only older clients send: free.</summary>
internal static class LegacyPrices
{
    private static readonly string[] s_kept = ["price_currency", "tax_behavior"];

    /// <summary>How a price's form is named.</summary>
    public static UnionTags Tags { get; } = new UnionTags(
        "ProductPriceAmountType",
        ("fixed", "fixed"),
        ("custom", "custom"),
        ("seat_based", "seat_based"),
        ("unit_based", "unit_based"),
        ("metered_unit", "metered_unit"),
        ("metered_tiers", "metered_tiers"))
    {
        Modernize = value => value is JsonObject price && price["amount_type"] is JsonValue type && type.TryGetValue<string>(out var kind) && kind == "free"
            ? FreePrice(price)
            : value,
        Label = cases => $"function-before[_coerce_legacy_free_price(), {cases}]",
    };

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
