using System.Text;
using System.Text.Json.Nodes;
using Polar.FakeServer.Http;
using Polar.FakeServer.Validation;

namespace Polar.FakeServer.OAuth2;

/// <summary>
/// Forms that apps send for tokens. OAuth2 checks them in its own order and refuses them in its own words (RFC 6749), whatever the API description
/// says of their fields.
/// </summary>
internal static class TokenForms
{
    private const string FormType = "application/x-www-form-urlencoded";
    private const string Basic = "Basic ";

    private static readonly string[] s_hints = ["access_token", "refresh_token"];

    /// <summary>What is wrong with a form, as far as it can be told without knowing the client; null where nothing is.</summary>
    public static Reply? Fault(Route route, RawRequest request, JsonNode? body, string? authorization)
    {
        var form = request.ContentType?.StartsWith(FormType, StringComparison.OrdinalIgnoreCase) == true ? body as JsonObject ?? [] : [];
        return route.Id == "oauth2:request_token" ? OfGrant(form, request, authorization) : OfToken(form, request, authorization);
    }

    private static Reply? OfGrant(JsonObject form, RawRequest request, string? authorization)
    {
        var grant = Payload(form, request, "grant_type");
        return grant switch
        {
            "authorization_code" => NoClient(form, request, authorization, allowsPublic: true) ?? Missing(form, "code"),
            "refresh_token" => NoClient(form, request, authorization, allowsPublic: true) ?? Missing(form, "refresh_token"),

            // No client can be registered for this one.
            "web" => NoClient(form, request, authorization, allowsPublic: false)
                ?? Refusal(400, "unauthorized_client", "The client is not authorized to use 'grant_type=web'"),
            _ => Refusal(400, "unsupported_grant_type"),
        };
    }

    private static Reply? OfToken(JsonObject form, RawRequest request, string? authorization) =>
        NoClient(form, request, authorization, allowsPublic: false)
        ?? (Field(form, "token") is null ? Refusal(400, "invalid_request")
            : Field(form, "token_type_hint") is { Length: > 0 } hint && !s_hints.Contains(hint) ? Refusal(401, "unsupported_token_type")
            : null);

    /// <summary>The refusal of a request that does not say which client it comes from, in a way that clients may.</summary>
    private static Reply? NoClient(JsonObject form, RawRequest request, string? authorization, bool allowsPublic)
    {
        var client = Payload(form, request, "client_id");
        var isNamed = !string.IsNullOrEmpty(client) && (allowsPublic || !string.IsNullOrEmpty(Field(form, "client_secret")));
        if (isNamed || HasBasic(authorization))
        {
            return null;
        }

        string[] methods = ["client_secret_basic", "client_secret_post", .. allowsPublic ? ["none"] : Array.Empty<string>()];
        var sentence = $"The client cannot authenticate with methods: [{string.Join(", ", methods.Select(method => $"'{method}'"))}]";
        return Refusal(
            401, "invalid_client", sentence, ("WWW-Authenticate", $"Basic error=\"invalid_client\", error_description=\"{sentence}\""));
    }

    private static bool HasBasic(string? authorization)
    {
        if (authorization?.StartsWith(Basic, StringComparison.OrdinalIgnoreCase) != true)
        {
            return false;
        }

        var credentials = new byte[authorization.Length];
        return Convert.TryFromBase64String(authorization[Basic.Length..].Trim(), credentials, out var length)
            && Encoding.UTF8.GetString(credentials, 0, length).Contains(':', StringComparison.Ordinal);
    }

    private static Reply? Missing(JsonObject form, string field) =>
        Field(form, field) is null ? Refusal(400, "invalid_request", $"Missing '{field}' in request.") : null;

    /// <summary>A value that only the form may bring.</summary>
    private static string? Field(JsonObject form, string name) => form[name]?.ToString();

    /// <summary>A value of the form or the query.</summary>
    private static string? Payload(JsonObject form, RawRequest request, string name) =>
        Field(form, name) ?? (request.Query.TryGetValue(name, out var given) && given.Count > 0 ? given[0] : null);

    private static Reply Refusal(int status, string error, string? description = null, params (string, string)[] headers) => Reply.Json(
        status,
        description is null ? $$"""{"error": "{{error}}"}""" : $$"""{"error": "{{error}}", "error_description": "{{description}}"}""",
        [("Pragma", "no-cache"), .. headers]);
}
