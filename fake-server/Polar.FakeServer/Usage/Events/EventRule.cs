using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Polar.FakeServer.Validation;

namespace Polar.FakeServer.Usage.Events;

/// <summary>An event to ingest is one of the past, and holds no text that a database cannot keep.</summary>
internal sealed class EventRule : BodyRule
{
    /// <inheritdoc/>
    public override JsonNode? Member(Validator validator, string name, JsonNode value, JsonObject siblings, ErrorLocation place)
    {
        if (name == "timestamp"
            && DateTimeOffset.Parse(value.GetValue<string>(), CultureInfo.InvariantCulture) > validator.ValidationContext.Now)
        {
            return Refuse(validator, place, "Timestamp must be in the past.", value);
        }

        return name == "metadata" && HasNul(value) ? Refuse(validator, place, "This value contains invalid characters", value) : value;
    }

    private static bool HasNul(JsonNode? value) => value switch
    {
        JsonObject members => members.Any(member => member.Key.Contains('\0', StringComparison.Ordinal) || HasNul(member.Value)),
        JsonValue text when text.GetValueKind() == JsonValueKind.String => text.GetValue<string>().Contains('\0', StringComparison.Ordinal),
        _ => false,
    };
}
