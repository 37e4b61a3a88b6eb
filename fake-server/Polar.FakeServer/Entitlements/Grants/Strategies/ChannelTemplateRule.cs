using System.Text.Json.Nodes;
using Polar.FakeServer.Validation;

namespace Polar.FakeServer.Entitlements.Grants.Strategies;

/// <summary>The template of a Slack channel's name makes one.</summary>
internal sealed class ChannelTemplateRule : BodyRule
{
    /// <inheritdoc/>
    public override JsonNode? Member(Validator validator, string name, JsonNode value, JsonObject siblings, ErrorLocation place) =>
        name == "channel_name_template" && ChannelName.Fault(value.ToString()) is { } fault ? Refuse(validator, place, fault, value) : value;
}
