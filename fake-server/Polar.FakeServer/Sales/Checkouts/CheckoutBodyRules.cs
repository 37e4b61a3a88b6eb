using System.Text.Json.Nodes;
using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Validation;

namespace Polar.FakeServer.Sales.Checkouts;

/// <summary>A new session is of several products, or, from older clients, of one product or one price.</summary>
internal sealed class CheckoutFormsRule : BodyRule
{
    public override JsonNode? Made(JsonNode? found)
    {
        if (found is JsonObject body && !body.ContainsKey("products"))
        {
            body["products"] = body["product_id"] is { } product ? new JsonArray(product.DeepClone()) : new JsonArray();
        }

        return found;
    }
}

/// <summary>Numbers of a new session agree with each other, and trials come in pairs.</summary>
internal sealed class NewCheckoutRule : BodyRule
{
    public override string Label(string schema) =>
        $"function-after[_validate_unit_constraints(), function-after[_validate_seat_constraints(), {TrialPair.Label(schema)}]]";

    /// <summary>Older clients call the customer's external id the other way round.</summary>
    public override JsonNode? Reread(JsonNode? given) => ExternalCustomerIdRule.Renamed(given);

    public override JsonNode? Member(Validator validator, string name, JsonNode value, JsonObject siblings, ErrorLocation place) =>
        name == "products" && value is JsonArray ids && ids.Select(id => id!.ToString()).Distinct().Count() < ids.Count
            ? Refuse(validator, place, "Product IDs must be unique.", value)
            : value;

    public override void Whole(Validator validator, JsonObject body, JsonObject given, ErrorLocation place)
    {
        if (!TrialPair.Check(validator, body, given, place))
        {
            return;
        }

        if ((Quantities(body, "seats") ?? Quantities(body, "units")) is { } sentence)
        {
            Refuse(validator, place, sentence, given);
        }
    }

    private static string? Quantities(JsonObject body, string name)
    {
        long? Number(string member) => body[member]?.GetValue<long>();
        var (count, least, most) = (Number(name), Number($"min_{name}"), Number($"max_{name}"));
        return least > most ? $"min_{name} must be less than or equal to max_{name}"
            : count < least ? $"{name} must be greater than or equal to min_{name}"
            : count > most ? $"{name} must be less than or equal to max_{name}"
            : null;
    }
}

/// <summary>Trials come in pairs.</summary>
internal sealed class CheckoutUpdateRule : BodyRule
{
    public override void Whole(Validator validator, JsonObject body, JsonObject given, ErrorLocation place) => TrialPair.Check(validator, body, given, place);
}
