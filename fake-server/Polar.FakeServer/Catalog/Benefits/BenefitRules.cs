using System.Text.Json.Nodes;
using Polar.FakeServer.Entitlements.Grants.Strategies;
using Polar.FakeServer.Entitlements.LicenseKeys;
using Polar.FakeServer.Validation;

namespace Polar.FakeServer.Catalog.Benefits;

/// <summary>A time to live may not leave the calendar.</summary>
internal sealed class KeyExpirationRule : BodyRule
{
    public override void Whole(Validator validator, JsonObject body, JsonObject given, ErrorLocation place)
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
    public override JsonNode? Member(Validator validator, string name, JsonNode value, JsonObject siblings, ErrorLocation place) =>
        name == "channel_name_template" && ChannelName.Fault(value.ToString()) is { } fault ? Refuse(validator, place, fault, value) : value;
}
