using Polar.FakeServer.Authentication;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Http;
using Polar.FakeServer.Identity;
using Polar.FakeServer.OAuth2.Authorization;
using Polar.FakeServer.OAuth2.Protocol;
using Polar.FakeServer.Validation;

namespace Polar.FakeServer.OAuth2.Pages;

/// <summary>The page that a client sends a browser to. Polar's is on its web site; the fake's is on the fake, and needs no script.</summary>
internal static class AuthorizeRoutes
{
    private const string Template = "/oauth2/authorize";

    private static readonly string[] s_askedOnce = ["login", "select_account"];

    public static IReadOnlyList<Route> All { get; } =
    [
        Make("GET", (transaction, request) => Show(transaction, request)),
        Make("POST", (transaction, request) => Decide(transaction, request)),
    ];

    private static Route Make(string method, Func<Transaction, BoundRequest, Reply> answer) => new()
    {
        Id = $"{method} {Template}",
        Method = method,
        Template = Template,
        Status = 200,
        Scopes = [],
        Subjects = [nameof(SubjectKind.Anonymous), nameof(SubjectKind.User)],
        Path = [],
        Query = [],
        Body = method == "POST" ? new RouteBody(static () => Schema.Any, Required: false, Form: true) : null,
        WritesOnGet = true,
        Handle = (_, transaction, request) => answer(transaction, request),
    };

    private static Reply Show(Transaction transaction, BoundRequest sent)
    {
        var (world, asked) = (transaction.World, new OAuth2Request(sent.Sent));
        var (request, refusal) = AuthorizationRequest.Read(world, asked);
        if (refusal is not null)
        {
            return Told(refusal);
        }

        var user = SignedInUser.Of(world, Session(transaction.Caller), asked.Payload(SignedInUser.Parameter));
        var prompted = user.IsChosen ? request! with { Prompt = Remaining(request.Prompt) } : request!;
        var (step, fault) = AuthorizationDecision.Of(world, prompted, user.User?.Id);
        if (fault is not null)
        {
            return Told(fault);
        }

        var query = QueryOf(sent.Sent.Query);
        if (step == NextStep.SignIn || user.User is not { } person)
        {
            return AuthorizePage.SignIn(world, query, user.Unknown);
        }

        var caller = Authenticator.SignedIn(world, person.Id);
        var isChosenNow = prompted.RequiresSingleOrganization && prompted.Organizations.Count == 0;
        if (step == NextStep.Return && !isChosenNow)
        {
            var (reply, problem) = AuthorizationEndpoint.Return(transaction, prompted, caller);
            return reply ?? Told(problem!);
        }

        return AuthorizePage.Consent(world, prompted, person, [.. AuthorizationEndpoint.Reach(world, caller)], query);
    }

    private static Reply Decide(Transaction transaction, BoundRequest sent)
    {
        var (world, asked) = (transaction.World, new OAuth2Request(sent.Sent));
        if (SignedInUser.Of(world, Session(transaction.Caller), asked.Form(SignedInUser.Parameter)).User is not { } user)
        {
            return AuthorizePage.SignIn(world, QueryOf(sent.Sent.Query), asked.Form(SignedInUser.Parameter));
        }

        var (reply, refusal) = AuthorizationEndpoint.Consent(
            transaction, asked, Authenticator.SignedIn(world, user.Id), isAllowed: asked.Form("action") == "allow");
        return reply ?? Told(refusal!);
    }

    private static Guid? Session(Caller caller) => caller.HasSession ? caller.User : null;

    /// <summary>A refusal, to the client where the browser may be sent there.</summary>
    private static Reply Told(OAuth2Refusal refusal) => refusal.RedirectUri is null ? AuthorizePage.Refusal(refusal) : refusal.ToReply();

    /// <summary>What a client still wants asked of somebody who has just signed in.</summary>
    private static string? Remaining(string? prompt) =>
        string.Join(' ', ScopeText.Words(prompt).Where(word => !s_askedOnce.Contains(word))) is { Length: > 0 } rest ? rest : null;

    private static string QueryOf(IReadOnlyDictionary<string, List<string>> query) => string.Join('&', query
        .Where(entry => entry.Key != SignedInUser.Parameter)
        .SelectMany(entry => entry.Value.Select(value => $"{Uri.EscapeDataString(entry.Key)}={Uri.EscapeDataString(value)}")));
}
