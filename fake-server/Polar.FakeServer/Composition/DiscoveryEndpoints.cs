using System.Collections.Frozen;
using System.Text.Json.Nodes;
using Polar.FakeServer.Generated;
using Polar.FakeServer.Http;
using Polar.FakeServer.OAuth2.Protocol;
using Polar.FakeServer.OAuth2.Tokens;

namespace Polar.FakeServer.Composition;

/// <summary>What is there for everybody beside the API itself: health, and documents that describe it.</summary>
internal static class DiscoveryEndpoints
{
    private static readonly FrozenDictionary<string, Func<string, Reply>> s_pages = new Dictionary<string, Func<string, Reply>>
    {
        ["/healthz"] = static _ => Reply.Json(200, "{\"status\":\"ok\"}"),
        ["/.well-known/openid-configuration"] = static address => Json(OpenId(address)),
        ["/.well-known/jwks.json"] = static _ => Json(SigningKey.Jwks()),
        ["/2026-04/openapi.json"] = static _ => Json(Description("2026-04")),
        ["/2026-10/openapi.json"] = static _ => Json(Description("2026-10")),
        ["/2027-01/openapi.json"] = static _ => Json(Description("2027-01")),
    }.ToFrozenDictionary();

    /// <summary>The paths that have one.</summary>
    public static IEnumerable<string> Paths => s_pages.Keys;

    /// <summary>The page at a path, made for the fake's own address; null where there is none.</summary>
    public static Func<string, Reply>? At(string path) => s_pages.GetValueOrDefault(path);

    private static Reply Json(JsonObject document) => Reply.Json(200, document.ToJsonString());

    private static JsonArray StringValidator(params IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode?)text)]);

    private static JsonObject OpenId(string address) => new()
    {
        ["issuer"] = IdToken.Issuer,
        ["authorization_endpoint"] = $"{address}/oauth2/authorize",
        ["token_endpoint"] = $"{address}/v1/oauth2/token",
        ["jwks_uri"] = $"{address}/.well-known/jwks.json",
        ["registration_endpoint"] = $"{address}/v1/oauth2/register",
        ["scopes_supported"] = StringValidator(ScopeText.Words(ScopeText.Public)),
        ["response_types_supported"] = StringValidator("code"),
        ["response_modes_supported"] = StringValidator("query"),
        ["grant_types_supported"] = StringValidator("authorization_code", "refresh_token", "web"),
        ["token_endpoint_auth_methods_supported"] = StringValidator("client_secret_basic", "client_secret_post", "none"),
        ["service_documentation"] = "https://polar.sh/docs",
        ["revocation_endpoint"] = $"{address}/v1/oauth2/revoke",
        ["revocation_endpoint_auth_methods_supported"] = StringValidator("client_secret_basic", "client_secret_post"),
        ["introspection_endpoint"] = $"{address}/v1/oauth2/introspect",
        ["introspection_endpoint_auth_methods_supported"] = StringValidator("client_secret_basic", "client_secret_post"),
        ["code_challenge_methods_supported"] = StringValidator("plain", "S256"),
        ["userinfo_endpoint"] = $"{address}/v1/oauth2/userinfo",
        ["subject_types_supported"] = StringValidator("public"),
        ["id_token_signing_alg_values_supported"] = StringValidator("RS256"),
        ["claims_supported"] = StringValidator("sub", "name", "email", "email_verified"),
    };

    /// <summary>The API's operations without their schemas.</summary>
    private static JsonObject Description(string version)
    {
        var paths = new JsonObject();
        foreach (var route in Routes.All)
        {
            var path = paths[route.Template] as JsonObject ?? [];
            path[route.Method.ToLowerInvariant()] = new JsonObject
            {
                ["operationId"] = route.Id,
                ["responses"] = new JsonObject { [$"{route.Status}"] = new JsonObject { ["description"] = "Success" } },
            };
            paths[route.Template] = path;
        }

        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject { ["title"] = "Polar API", ["version"] = version },
            ["paths"] = paths,
        };
    }
}
