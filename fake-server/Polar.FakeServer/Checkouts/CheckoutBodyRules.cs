using System.Text.Json.Nodes;

namespace Polar.FakeServer;

/// <summary>Numbers of a new session agree with each other, and trials come in pairs.</summary>
internal sealed class NewCheckoutRule : BodyRule
{
    /// <summary>Older clients name one product, and call the customer's external id the other way round.</summary>
    public override JsonNode? Reread(JsonNode? given)
    {
        if (given is not JsonObject body)
        {
            return given;
        }

        var reread = body.DeepClone().AsObject();
        if (!reread.ContainsKey("products") && reread["product_id"] is { } product)
        {
            reread["products"] = new JsonArray(product.DeepClone());
        }

        if (!reread.ContainsKey("external_customer_id") && reread["customer_external_id"] is { } externalId)
        {
            reread["external_customer_id"] = externalId.DeepClone();
        }

        return reread;
    }

    public override void Whole(Validator validator, JsonObject body, JsonObject given, Place place)
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
    public override void Whole(Validator validator, JsonObject body, JsonObject given, Place place) => TrialPair.Check(validator, body, given, place);
}
