using System.Text.Json.Nodes;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Catalog.Meters;

/// <summary>A unit of the merchant's own has a name, and no other has one.</summary>
internal sealed class MeterUnitRule : BodyRule
{
    public override void Whole(Validator validator, JsonObject body, JsonObject given, ErrorLocation place)
    {
        var isCustom = body["unit"]?.ToString() == MeterUnit.Values.Custom;
        if (isCustom == (body["custom_label"] is null))
        {
            Refuse(
                validator,
                place,
                isCustom
                    ? "custom_label is required when unit is 'custom'."
                    : "custom_label and custom_multiplier are only allowed when unit is 'custom'.",
                given);
        }
    }
}

/// <summary>A property of an event may be named with or without saying that it is metadata.</summary>
internal sealed class EventPropertyRule : BodyRule
{
    private const string Metadata = "metadata.";

    public override JsonNode? Member(Validator validator, string name, JsonNode value, JsonObject siblings, ErrorLocation place) =>
        name == "property" && value.ToString() is var property && property.StartsWith(Metadata, StringComparison.Ordinal)
            ? JsonValue.Create(property[Metadata.Length..])
            : value;
}
