using System.Text.Json.Nodes;
using Polar.FakeServer.Http;

namespace Polar.FakeServer.OAuth2.Protocol;

/// <summary>Why OAuth2 does not do what it was asked for, in the words of RFC 6749 and those built on it.</summary>
/// <param name="Status">The status, where the refusal is not a redirection.</param>
/// <param name="Error">The error's code.</param>
/// <param name="Description">What is wrong; null where the code says it all.</param>
internal sealed record OAuth2Refusal(int Status, string Error, string? Description = null)
{
    private const string InvalidClientCode = "invalid_client";

    /// <summary>Where a browser is sent with it; null where the one who asked is told.</summary>
    public string? RedirectUri { get; init; }

    /// <summary>What the client will know its request by.</summary>
    public string? State { get; init; }

    public static OAuth2Refusal AccessDenied { get; } =
        new(400, "access_denied", "The resource owner or authorization server denied the request");

    public static OAuth2Refusal InvalidScope { get; } =
        new(400, "invalid_scope", "The requested scope is invalid, unknown, or malformed.");

    public static OAuth2Refusal InvalidRequest(string? description = null) => new(400, "invalid_request", description);

    public static OAuth2Refusal InvalidGrant(string? description = null) => new(400, "invalid_grant", description);

    /// <summary>Nobody has registered such a client.</summary>
    public static OAuth2Refusal UnknownClient(int status = 400) => new(status, InvalidClientCode, "The client does not exist on this server.");

    /// <summary>The client has not shown that it is who it says.</summary>
    public static OAuth2Refusal NotAuthenticated(IEnumerable<string> methods) => new(
        401, InvalidClientCode, $"The client cannot authenticate with methods: [{string.Join(", ", methods.Select(method => $"'{method}'"))}]");

    public static OAuth2Refusal UnauthorizedGrant(string grant) =>
        new(400, "unauthorized_client", $"The client is not authorized to use 'grant_type={grant}'");

    public Reply ToReply()
    {
        if (RedirectUri is { } address)
        {
            return OAuth2Reply.Redirect(address, ("error", Error), ("error_description", Description), ("state", State));
        }

        var body = new JsonObject { ["error"] = Error };
        if (Description is not null)
        {
            body["error_description"] = Description;
        }

        if (State is not null)
        {
            body["state"] = State;
        }

        return Status == 401 && Error == InvalidClientCode
            ? OAuth2Reply.Json(Status, body, ("WWW-Authenticate", $"Basic error=\"{Error}\", error_description=\"{Description}\""))
            : OAuth2Reply.Json(Status, body);
    }
}
