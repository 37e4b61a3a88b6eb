using System.Text.Json.Nodes;
using Polar.FakeServer.Validation;

namespace Polar.FakeServer.Customers;

/// <summary>A new customer is a person unless it says that it is a team.</summary>
internal sealed class CustomerCreateRule : BodyRule
{
    public override (string Tag, string Schema)? Case(JsonNode? given) =>
        given is not JsonObject body || body["type"] is not { } type || type.ToString() == "individual" ? ("individual", "CustomerIndividualCreate")
        : type.ToString() == "team" ? ("team", "CustomerTeamCreate")
        : null;
}

/// <summary>A team has an address of its own, or somebody who speaks for it.</summary>
internal sealed class TeamCustomerRule : BodyRule
{
    public override void Whole(Validator validator, JsonObject body, JsonObject given, ErrorLocation place)
    {
        if (body["email"] is null && body["owner"] is null)
        {
            Refuse(validator, place, "An owner with an email address is required when creating a team customer without an email.", given);
        }
    }
}

/// <summary>Older clients call the customer's external id the other way round.</summary>
internal sealed class ExternalCustomerIdRule : BodyRule
{
    /// <summary>The body with the id under its name of today.</summary>
    public static JsonNode? Renamed(JsonNode? given)
    {
        if (given is not JsonObject body || body.ContainsKey("external_customer_id") || body["customer_external_id"] is not { } externalId)
        {
            return given;
        }

        var renamed = body.DeepClone().AsObject();
        renamed["external_customer_id"] = externalId.DeepClone();
        return renamed;
    }

    public override JsonNode? Reread(JsonNode? given) => Renamed(given);
}

/// <summary>States are written with their country in front, where that country has states that Polar knows.</summary>
internal sealed class AddressRule : BodyRule
{
    public override void Whole(Validator validator, JsonObject body, JsonObject given, ErrorLocation place)
    {
        var country = body["country"]!.ToString();
        if (StringNormalization.ToNull(body["state"]?.ToString()) is not { } state)
        {
            return;
        }

        var full = Addresses.State(country, state);
        body["state"] = full;
        if (!Addresses.IsState(country, full))
        {
            Refuse(validator, place, country == "US" ? "Invalid US state" : "Invalid CA subdivision", given);
        }
    }
}
