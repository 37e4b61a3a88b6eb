namespace Polar.FakeServer;

/// <summary>Whether a caller may use an operation: first who it is, then what its token may do.</summary>
internal static class AccessChecks
{
    private const string Expired =
        "The access token provided is expired, revoked, malformed, or invalid for other reasons.";

    private const string Insufficient = "The request requires higher privileges than provided by the access token.";

    private static readonly Reply s_unauthorized = Reply.Json(
        401,
        "{\"error\":\"Unauthorized\",\"detail\":\"Unauthorized\"}",
        ("WWW-Authenticate", "Bearer realm=\"polar\""));

    /// <summary>The answer to a bearer token that stands for nobody.</summary>
    public static Reply InvalidToken { get; } = Reply.Json(
        401,
        $"{{\"error\": \"invalid_token\", \"error_description\": \"{Expired}\"}}",
        ("Pragma", "no-cache"),
        ("WWW-Authenticate", $"Bearer realm=\"polar\", error=\"invalid_token\", error_description=\"{Expired}\""));

    /// <summary>Why the caller may not; null when it may.</summary>
    public static Reply? Refusal(Route route, Caller caller)
    {
        if (!route.Admits(caller.Kind))
        {
            return route.Admits(SubjectKind.Anonymous) ? null : s_unauthorized;
        }

        if (caller.Kind == SubjectKind.Anonymous || route.Scopes.Length == 0 || route.Scopes.Any(caller.Scopes.Contains))
        {
            return route.Access.RoleFault(caller) is { } fault ? Reply.Of(fault) : null;
        }

        var scopes = string.Join(' ', route.Scopes);
        return Reply.Json(
            403,
            $"{{\"error\": \"insufficient_scope\", \"error_description\": \"{Insufficient}\"}}",
            ("Pragma", "no-cache"),
            ("WWW-Authenticate", $"Bearer realm=\"polar\", scope=\"{scopes}\", error=\"insufficient_scope\", error_description=\"{Insufficient}\""));
    }
}
