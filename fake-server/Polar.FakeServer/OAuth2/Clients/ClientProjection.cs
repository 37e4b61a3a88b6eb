using System.Text.Json.Nodes;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.OAuth2.Clients;

/// <summary>What the wire shows of a client: to itself, to its owner and to everybody.</summary>
internal static class ClientProjection
{
    /// <summary>What it said of itself, without what it left out.</summary>
    public static IEnumerable<KeyValuePair<string, JsonNode?>> ToMembers(this ClientMetadata metadata)
    {
        (string Name, JsonNode? Value)[] members =
        [
            ("redirect_uris", Array(metadata.RedirectUris)),
            ("token_endpoint_auth_method", metadata.TokenEndpointAuthMethod),
            ("grant_types", Array(metadata.GrantTypes)),
            ("response_types", Array(metadata.ResponseTypes)),
            ("client_name", metadata.ClientName),
            ("client_uri", metadata.ClientUri),
            ("logo_uri", metadata.LogoUri),
            ("scope", metadata.Scope),
            ("tos_uri", metadata.TosUri),
            ("policy_uri", metadata.PolicyUri),
        ];
        return members.Where(member => member.Value is not null).Select(member => KeyValuePair.Create(member.Name, member.Value));
    }

    /// <summary>What it is known by; a client that can keep no secret is not shown the one it has.</summary>
    public static IEnumerable<KeyValuePair<string, JsonNode?>> ToCredentials(this ClientRow client)
    {
        yield return KeyValuePair.Create("client_id", (JsonNode?)client.ClientId);
        if (!client.IsPublic)
        {
            yield return KeyValuePair.Create("client_secret", (JsonNode?)client.ClientSecret);
        }

        yield return KeyValuePair.Create("client_id_issued_at", (JsonNode?)client.CreatedAt.ToUnixTimeSeconds());
        if (!client.IsPublic)
        {
            yield return KeyValuePair.Create("client_secret_expires_at", (JsonNode?)0);
        }
    }

    /// <summary>Where it reads and changes its registration, and with what.</summary>
    public static IEnumerable<KeyValuePair<string, JsonNode?>> ToRegistration(this ClientRow client, string baseAddress) =>
    [
        KeyValuePair.Create("registration_client_uri", (JsonNode?)$"{baseAddress}/v1/oauth2/register/{client.ClientId}"),
        KeyValuePair.Create("registration_access_token", (JsonNode?)client.RegistrationToken),
    ];

    public static OAuth2Client ToResource(this ClientRow client) => new()
    {
        RedirectUris = client.Metadata.RedirectUris,
        TokenEndpointAuthMethod = new TokenEndpointAuthMethod(client.Metadata.TokenEndpointAuthMethod),
        GrantTypes = client.Metadata.GrantTypes.Select(grant => new OAuth2GrantType(grant)).ToValueList(),
        ResponseTypes = client.Metadata.ResponseTypes,
        Scope = client.Metadata.Scope,
        ClientName = client.Metadata.ClientName,
        ClientUri = client.Metadata.ClientUri,
        LogoUri = client.Metadata.LogoUri,
        TosUri = client.Metadata.TosUri,
        PolicyUri = client.Metadata.PolicyUri,
        CreatedAt = client.CreatedAt,
        ModifiedAt = client.ModifiedAt,
        ClientId = client.ClientId,
        ClientSecret = client.ClientSecret,
        ClientIdIssuedAt = client.CreatedAt.ToUnixTimeSeconds(),
        ClientSecretExpiresAt = 0,
    };

    public static OAuth2ClientPublic ToPublic(this ClientRow client) => new()
    {
        CreatedAt = client.CreatedAt,
        ModifiedAt = client.ModifiedAt,
        ClientId = client.ClientId,
        ClientName = client.Metadata.ClientName,
        ClientUri = client.Metadata.ClientUri,
        LogoUri = client.Metadata.LogoUri,
        TosUri = client.Metadata.TosUri,
        PolicyUri = client.Metadata.PolicyUri,
    };

    private static JsonArray Array(ValueList<string> texts) => new([.. texts.Select(text => (JsonNode?)text)]);
}
