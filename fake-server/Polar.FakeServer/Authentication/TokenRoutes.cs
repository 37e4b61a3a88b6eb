using Polar.FakeServer.Execution;
using Polar.FakeServer.Http;
using Polar.FakeServer.Identity;
using Polar.FakeServer.Validation;

namespace Polar.FakeServer.Authentication;

/// <summary>Where people manage tokens in Polar's dashboard: their session there may, a token never, whatever it is good for.</summary>
internal static class TokenRoutes
{
    public static IReadOnlyList<Route> All { get; } =
    [
        Make("GET", "/v1/organization-access-tokens/"),
        Make("POST", "/v1/organization-access-tokens/"),
        Make("PATCH", "/v1/organization-access-tokens/{id}"),
        Make("DELETE", "/v1/organization-access-tokens/{id}"),
        Make("GET", "/v1/personal_access_tokens/"),
        Make("DELETE", "/v1/personal_access_tokens/{id}"),
    ];

    private static Route Make(string method, string template) => new()
    {
        Id = $"{method} {template}",
        Method = method,
        Template = template,
        Status = 200,
        Scopes = [],
        Subjects = [nameof(SubjectKind.User)],
        Path = [],
        Query = [],
        Body = method is "POST" or "PATCH" ? new RouteBody(static () => Schema.Any, Required: false, Form: false) : null,
        Handle = static (_, _, _) => Reply.Of(Failure.NotPermitted()),
    };
}
