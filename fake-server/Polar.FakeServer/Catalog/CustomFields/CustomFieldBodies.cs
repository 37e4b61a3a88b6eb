using System.Text.Json;
using System.Text.Json.Nodes;
using Polar.FakeServer.Validation;

namespace Polar.FakeServer.Catalog.CustomFields;

/// <summary>Properties that are null or empty count as not sent.</summary>
internal class FieldPropertiesRule : BodyRule
{
    public override JsonNode? Reread(JsonNode? given) => given is JsonObject properties
        ? new JsonObject(properties
            .Where(property => property.Value is not null && !IsEmptyText(property.Value))
            .Select(property => KeyValuePair.Create(property.Key, property.Value?.DeepClone())))
        : given;

    private static bool IsEmptyText(JsonNode value) => value.GetValueKind() == JsonValueKind.String && value.GetValue<string>().Length == 0;
}

/// <summary>The bounds of numbers and dates are in order.</summary>
internal sealed class BoundedFieldPropertiesRule : FieldPropertiesRule
{
    public override JsonNode? Member(Validator validator, string name, JsonNode value, JsonObject siblings, ErrorLocation place) =>
        name == "le" && siblings["ge"] is { } least && least.GetValue<long>() > value.GetValue<long>()
            ? Refuse(validator, place, "Greater than or equal (ge) must be less than or equal to Less than or equal (le)", value)
            : value;
}
