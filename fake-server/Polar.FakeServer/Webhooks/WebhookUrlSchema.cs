using System.Text.Json;
using System.Text.Json.Nodes;
using Polar.FakeServer.Validation;

namespace Polar.FakeServer.Webhooks;

/// <summary>The address of an endpoint, which comes out in its one form: https, or http on this machine.</summary>
internal sealed record WebhookUrlSchema : OwnSchema
{
    private const string Schemes = "'https'";

    /// <inheritdoc/>
    public override JsonNode? Check(Validator validator, JsonNode? value, ErrorLocation place)
    {
        if (value?.GetValueKind() != JsonValueKind.String)
        {
            return validator.Refuse("url_type", place, "URL input should be a string or URL", value);
        }

        var text = value.GetValue<string>().Trim();
        var sent = JsonValue.Create(text);
        var address = Urls.Check(validator, Schemes, text, sent, place);
        return address?.ToString() is { } written
            && written.StartsWith("http:", StringComparison.Ordinal)
            && !WebhookUrlRule.IsReachable(validator, Urls.HostOf(written))
                ? validator.Refuse("url_scheme", place, $"URL scheme should be {Schemes}", sent, ("expected_schemes", Schemes))
                : address;
    }
}
