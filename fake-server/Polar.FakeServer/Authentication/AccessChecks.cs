using Polar.FakeServer.Execution;
using Polar.FakeServer.Http;
using Polar.FakeServer.Identity;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Authentication;

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

    /// <summary>The answer to a good token where only one of OAuth2 will do.</summary>
    private static readonly Reply s_notOfOAuth2 = NoToken();

    /// <summary>The answer to a user's token where only the user's session will do.</summary>
    private static readonly Reply s_noSession = Reply.Of(Failure.NotPermitted());

    /// <summary>The answer to a bearer token that stands for nobody.</summary>
    public static Reply InvalidToken { get; } = NoToken();

    /// <summary>Why the caller may not; null when it may.</summary>
    public static Reply? Refusal(Route route, Caller caller)
    {
        if (route.Access.Credential == Credential.OAuth2Token)
        {
            return caller.HasOAuth2Token ? null : caller.Kind == SubjectKind.Anonymous || caller.HasSession ? s_unauthorized : s_notOfOAuth2;
        }

        if (!route.Admits(caller.Kind))
        {
            return route.Admits(SubjectKind.Anonymous) ? null : s_unauthorized;
        }

        if (route.Access.Credential == Credential.Session && caller.Kind == SubjectKind.User && !caller.HasSession)
        {
            return s_noSession;
        }

        if (caller.Kind == SubjectKind.Anonymous || route.Scopes.Length == 0 || caller.Scopes.Overlaps(route.Scopes))
        {
            return RoleFault(route.Access, caller) is { } fault ? Reply.Of(fault) : null;
        }

        var scopes = string.Join(' ', route.Scopes);
        return Reply.Json(
            403,
            $"{{\"error\": \"insufficient_scope\", \"error_description\": \"{Insufficient}\"}}",
            ("Pragma", "no-cache"),
            ("WWW-Authenticate", $"Bearer realm=\"polar\", scope=\"{scopes}\", error=\"insufficient_scope\", error_description=\"{Insufficient}\""));
    }

    /// <summary>Why a member may not; null when it may.</summary>
    private static Failure? RoleFault(AccessRule rule, Caller caller)
    {
        if (caller.Kind != SubjectKind.Member || caller.MemberRole == MemberRole.Owner || caller.MemberRole == MemberRole.BillingManager)
        {
            return null;
        }

        return rule.ManagersOnly ? Failure.NotPermitted("Insufficient role for this operation")
            : rule.BillingOnly ? Failure.NotPermitted("Only owners and billing managers can access billing features.")
            : null;
    }

    private static Reply NoToken() => Reply.Json(
        401,
        $"{{\"error\": \"invalid_token\", \"error_description\": \"{Expired}\"}}",
        ("Pragma", "no-cache"),
        ("WWW-Authenticate", $"Bearer realm=\"polar\", error=\"invalid_token\", error_description=\"{Expired}\""));
}
