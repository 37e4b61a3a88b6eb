using System.Text.Json.Nodes;

namespace Polar.FakeServer;

/// <summary>A time to live may not leave the calendar.</summary>
internal sealed class KeyExpirationRule : BodyRule
{
    public override void Whole(Validator validator, JsonObject body, JsonObject given, Place place)
    {
        if (LicenseKeyExpiry.Fault(body) is { } fault)
        {
            Refuse(validator, place, fault, given);
        }
    }
}

/// <summary>The template of a Slack channel's name makes one.</summary>
internal sealed class ChannelTemplateRule : BodyRule
{
    public override JsonNode? Member(Validator validator, string name, JsonNode value, JsonObject siblings, Place place) =>
        name == "channel_name_template" && ChannelName.Fault(value.ToString()) is { } fault ? Refuse(validator, place, fault, value) : value;
}
