using Polar.FakeServer.OAuth2.Protocol;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.OAuth2.Clients;

/// <summary>What a client says of itself (RFC 7591).</summary>
internal sealed record ClientMetadata
{
    public const string Basic = "client_secret_basic";
    public const string Post = "client_secret_post";

    /// <summary>The method of clients that can keep no secret.</summary>
    public const string NoSecret = "none";

    public required ValueList<string> RedirectUris { get; init; }

    public string TokenEndpointAuthMethod { get; init; } = Post;

    public ValueList<string> GrantTypes { get; init; } = ["authorization_code", "refresh_token"];

    public ValueList<string> ResponseTypes { get; init; } = ["code"];

    public required string ClientName { get; init; }

    public string? ClientUri { get; init; }

    public string? LogoUri { get; init; }

    public string Scope { get; init; } = ScopeText.Public;

    public string? TosUri { get; init; }

    public string? PolicyUri { get; init; }

    /// <summary>What a new client says of itself.</summary>
    public static ClientMetadata Of(OAuth2ClientConfiguration body) => new ClientMetadata
    {
        RedirectUris = body.RedirectUris,
        ClientName = body.ClientName,
        ClientUri = body.ClientUri,
        LogoUri = body.LogoUri,
        TosUri = body.TosUri,
        PolicyUri = body.PolicyUri,
    }.With(body.TokenEndpointAuthMethod, body.GrantTypes, body.ResponseTypes, body.Scope);

    /// <summary>What a client says of itself from now on: what it leaves out falls back to what is usual, addresses stay.</summary>
    public ClientMetadata Updated(OAuth2ClientConfigurationUpdate body) => new ClientMetadata
    {
        RedirectUris = body.RedirectUris,
        ClientName = body.ClientName,
        ClientUri = body.ClientUri ?? ClientUri,
        LogoUri = body.LogoUri ?? LogoUri,
        TosUri = body.TosUri ?? TosUri,
        PolicyUri = body.PolicyUri ?? PolicyUri,
    }.With(body.TokenEndpointAuthMethod, body.GrantTypes, body.ResponseTypes, body.Scope);

    /// <summary>The member that is not as it should be; null where all are.</summary>
    public string? Fault() =>
        !RedirectUris.All(IsAddress) ? "redirect_uris"
        : !IsAddressOrNothing(ClientUri) ? "client_uri"
        : !IsAddressOrNothing(LogoUri) ? "logo_uri"
        : !ScopeText.IsWithin(Scope, ScopeText.Public) ? "scope"
        : !IsAddressOrNothing(TosUri) ? "tos_uri"
        : !IsAddressOrNothing(PolicyUri) ? "policy_uri"
        : null;

    private static bool IsAddressOrNothing(string? text) => string.IsNullOrEmpty(text) || IsAddress(text);

    /// <summary>Whether it has a scheme and a host, and no fragment.</summary>
    private static bool IsAddress(string text)
    {
        var colon = text.IndexOf("://", StringComparison.Ordinal);
        if (colon <= 0 || !char.IsAsciiLetter(text[0]) || !text[..colon].All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '+' or '-' or '.'))
        {
            return false;
        }

        var hash = text.IndexOf('#', StringComparison.Ordinal);
        var authority = text[(colon + 3)..].Split('/', '?', '#')[0];
        var host = authority[(authority.LastIndexOf('@') + 1)..];
        return host.Length > 0 && host[0] != ':' && (hash < 0 || hash == text.Length - 1);
    }

    private ClientMetadata With(TokenEndpointAuthMethod? method, ValueList<OAuth2GrantType>? grants, ValueList<string>? responses, string? scope) => this with
    {
        TokenEndpointAuthMethod = method?.Value ?? TokenEndpointAuthMethod,
        GrantTypes = grants?.Select(grant => grant.Value).ToValueList() ?? GrantTypes,
        ResponseTypes = responses ?? ResponseTypes,
        Scope = scope ?? Scope,
    };
}
