using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using Polar.FakeServer.Validation;

namespace Polar.FakeServer.OAuth2.Clients;

/// <summary>An address that a browser is sent back to, in its one form: https, http on this machine or in its network, or an app's own scheme.</summary>
internal sealed record RedirectUriSchema : OwnSchema
{
    private const string LocalName = "localhost";

    private static readonly IPNetwork s_carrier = IPNetwork.Parse("100.64.0.0/10");

    /// <inheritdoc/>
    public override JsonNode? Check(Validator validator, JsonNode? value, ErrorLocation place)
    {
        if (value?.GetValueKind() != JsonValueKind.String)
        {
            return validator.Refuse("url_type", place, "URL input should be a string or URL", value);
        }

        var text = value.GetValue<string>();
        var (url, fault) = Urls.Read(text);
        if (fault is not null)
        {
            return validator.Refuse("url_parsing", place, $"Input should be a valid URL, {fault}", value, ("error", fault));
        }

        // Schemes of apps are not the web's, whose addresses alone have one form.
        if (url is null)
        {
            var own = text.Trim();
            var colon = own.IndexOf(':', StringComparison.Ordinal);
            return JsonValue.Create(string.Concat(own[..colon].ToLowerInvariant(), own.AsSpan(colon)));
        }

        return url.StartsWith("http:", StringComparison.Ordinal) && !IsLocal(Urls.HostOf(url))
            ? validator.Refuse("value_error", place, "Value error, An HTTPS URL is required.", value, ("error", new JsonObject()))
            : JsonValue.Create(url);
    }

    private static bool IsLocal(string host) =>
        IPAddress.TryParse(host, out var address) && address.AddressFamily == AddressFamily.InterNetwork
            ? !PublicAddresses.Has(address) && !s_carrier.Contains(address)
            : host == LocalName || host.EndsWith($".{LocalName}", StringComparison.Ordinal);
}
