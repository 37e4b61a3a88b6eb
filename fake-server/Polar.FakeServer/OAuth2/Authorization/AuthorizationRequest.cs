using Polar.FakeServer.Execution;
using Polar.FakeServer.OAuth2.Clients;
using Polar.FakeServer.OAuth2.Protocol;
using Polar.FakeServer.OAuth2.Tokens;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.OAuth2.Authorization;

/// <summary>A client asks to act for somebody. A request that is wrong in itself has become none of these.</summary>
internal sealed record AuthorizationRequest
{
    /// <summary>What a request may say once only.</summary>
    private static readonly string[] s_single = ["response_type", "client_id", "redirect_uri", "scope", "state"];

    private static readonly string[] s_singleOfChallenge = ["code_challenge", "code_challenge_method"];

    public required ClientRow Client { get; init; }

    /// <summary>Where the browser is sent with the answer.</summary>
    public required string RedirectUri { get; init; }

    /// <summary>The same, if the request said so; where it did not, it is the client's first.</summary>
    public required string? SentRedirectUri { get; init; }

    public required string Scope { get; init; }

    /// <summary>Whether the request itself asked for OpenID Connect, whose rules of prompting count only then.</summary>
    public required bool IsOpenId { get; init; }

    public required string? State { get; init; }

    public required string? Nonce { get; init; }

    public required string? CodeChallenge { get; init; }

    public required string? CodeChallengeMethod { get; init; }

    public required string? Prompt { get; init; }

    public required string? SubType { get; init; }

    /// <summary>The organizations that the person has chosen.</summary>
    public required IReadOnlyList<string> Organizations { get; init; }

    /// <summary>Whether a token is to be narrowed to one organization.</summary>
    public bool RequiresSingleOrganization =>
        (string.IsNullOrEmpty(SubType) ? Client.DefaultSubType : new OAuth2SubjectType(SubType)) == OAuth2SubjectType.Organization;

    /// <summary>Reads a request; what is wrong is told to the browser where it can be sent back to the client.</summary>
    public static (AuthorizationRequest? Request, OAuth2Refusal? Refusal) Read(World world, OAuth2Request asked)
    {
        var (request, refusal) = Check(world, asked);
        return (request, refusal is null ? null : refusal with { State = asked.Payload("state") });
    }

    private static (AuthorizationRequest? Request, OAuth2Refusal? Refusal) Check(World world, OAuth2Request asked)
    {
        var client = asked.Payload("client_id") is { } id ? world.OAuth2Clients.Find(ClientRow.ByClientId, id) : null;
        var (responseType, sent) = (asked.Payload("response_type"), asked.Payload("redirect_uri"));
        var redirect = client is null ? null
            : string.IsNullOrEmpty(sent) ? (client.Metadata.RedirectUris is [var first, ..] ? first : null)
            : client.Metadata.RedirectUris.Contains(sent) ? sent
            : null;
        if (responseType != "code")
        {
            return (null, new OAuth2Refusal(400, "unsupported_response_type", responseType) { RedirectUri = redirect });
        }

        if (s_single.FirstOrDefault(name => asked.Values(name).Count > 1) is { } repeated)
        {
            return (null, Repeated(repeated));
        }

        if (client is null)
        {
            return (null, asked.Payload("client_id") is null
                ? new OAuth2Refusal(400, "invalid_client", "Missing 'client_id' parameter.")
                : OAuth2Refusal.UnknownClient());
        }

        if (redirect is null)
        {
            return (null, OAuth2Refusal.InvalidRequest(
                string.IsNullOrEmpty(sent) ? "Missing 'redirect_uri' in request." : $"Redirect URI {sent} is not supported by client."));
        }

        var request = new AuthorizationRequest
        {
            Client = client,
            RedirectUri = redirect,
            SentRedirectUri = sent,
            Scope = asked.Payload("scope") ?? client.Metadata.Scope,
            IsOpenId = ScopeText.Has(asked.Payload("scope"), ScopeText.OpenId),
            State = asked.Payload("state"),
            Nonce = asked.Payload("nonce"),
            CodeChallenge = asked.Payload("code_challenge"),
            CodeChallengeMethod = asked.Payload("code_challenge_method"),
            Prompt = asked.Payload("prompt"),
            SubType = asked.Payload("sub_type"),
            Organizations = asked.Values("organizations"),
        };
        var refusal = request.Fault(world, asked);
        return refusal is null ? (request, null) : (null, refusal with { RedirectUri = redirect });
    }

    private static OAuth2Refusal Repeated(string name) => OAuth2Refusal.InvalidRequest($"Multiple '{name}' in request.");

    /// <summary>What is wrong with it that its client is told.</summary>
    private OAuth2Refusal? Fault(World world, OAuth2Request asked) =>
        !Client.Metadata.ResponseTypes.Contains("code")
            ? new OAuth2Refusal(400, "unauthorized_client", "The client is not authorized to use 'response_type=code'")
        : !ScopeText.IsKnown(Scope) ? OAuth2Refusal.InvalidScope
        : ChallengeFault(asked) is { } fault ? OAuth2Refusal.InvalidRequest(fault)
        : IsOpenId && !string.IsNullOrEmpty(Nonce)
            && world.AuthorizationCodes.Find(AuthorizationCodeRow.ByNonce, AuthorizationCodeRow.NonceKey(Client.ClientId, Nonce)) is not null
            ? OAuth2Refusal.InvalidRequest("Replay attack")
        : null;

    private string? ChallengeFault(OAuth2Request asked) =>
        string.IsNullOrEmpty(CodeChallenge) && string.IsNullOrEmpty(CodeChallengeMethod) ? null
        : string.IsNullOrEmpty(CodeChallenge) ? "Missing 'code_challenge'"
        : s_singleOfChallenge.FirstOrDefault(name => asked.Values(name).Count > 1) is { } repeated ? $"Multiple '{repeated}' in request."
        : !CodeVerifier.IsWellFormed(CodeChallenge) ? "Invalid 'code_challenge'"
        : !string.IsNullOrEmpty(CodeChallengeMethod) && !CodeVerifier.IsMethod(CodeChallengeMethod) ? "Unsupported 'code_challenge_method'"
        : null;
}
