using System.Text.Json.Nodes;
using Polar.FakeServer.Validation;

namespace Polar.FakeServer.Usage.EventTypes;

/// <summary>A label is more than blanks, and has none around it.</summary>
internal sealed class EventTypeRule : BodyRule
{
    /// <inheritdoc/>
    public override JsonNode? Member(Validator validator, string name, JsonNode value, JsonObject siblings, ErrorLocation place) =>
        name != "label" ? value
        : value.ToString().Trim() is { Length: > 0 } label ? label
        : Refuse(validator, place, "Label cannot be empty or only whitespace", value);
}
