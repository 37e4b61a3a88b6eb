using System.Text.Json.Nodes;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Http;
using Polar.FakeServer.Identity;
using Polar.FakeServer.OAuth2.Authorization;
using Polar.FakeServer.OAuth2.Protocol;
using Polar.FakeServer.Validation;

namespace Polar.FakeServer.OAuth2;

/// <summary>Where Polar's page says what a person has decided.</summary>
internal static class ConsentRoute
{
    private const string Allow = "allow";
    private const string Deny = "deny";

    public static Route Route { get; } = new()
    {
        Id = "oauth2:consent",
        Method = "POST",
        Template = "/v1/oauth2/consent",
        Status = 302,
        Scopes = ["user:write"],
        Subjects = [nameof(SubjectKind.User)],
        Path = [],
        Query = [],
        Body = new RouteBody(static () => Schema.Any, Required: false, Form: true),
        Handle = static (_, transaction, request) => Answer(transaction, new OAuth2Request(request.Sent)),
    };

    private static Reply Answer(Transaction transaction, OAuth2Request asked) => asked.Form("action") switch
    {
        Allow => Decided(transaction, asked, isAllowed: true),
        Deny => Decided(transaction, asked, isAllowed: false),
        null => Malformed(new RequestError("missing", ["body", "action"], "Field required", null)),
        var other => Malformed(new RequestError(
            "literal_error", ["body", "action"], "Input should be 'allow' or 'deny'", JsonValue.Create(other), [("expected", "'allow' or 'deny'")])),
    };

    private static Reply Decided(Transaction transaction, OAuth2Request asked, bool isAllowed)
    {
        var (reply, refusal) = AuthorizationEndpoint.Consent(transaction, asked, transaction.Caller, isAllowed);
        return reply ?? refusal!.ToReply();
    }

    private static Reply Malformed(RequestError issue) => Reply.Of(Failure.Malformed([issue]));
}
