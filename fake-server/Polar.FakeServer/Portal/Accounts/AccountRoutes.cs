using System.Text.Json.Nodes;
using Polar.FakeServer.Http;
using Polar.FakeServer.Identity;
using Polar.FakeServer.Validation;

namespace Polar.FakeServer.Portal.Accounts;

/// <summary>What the portal's own pages connect accounts by; the API description leaves it out.</summary>
internal static class AccountRoutes
{
    /// <summary>Where the services send people back to.</summary>
    public const string CallbackPath = "/v1/customer-portal/oauth-accounts/callback";

    private static readonly Schema s_text = new NullableSchema(Schema.PlainText);

    public static Route Authorize { get; } = new()
    {
        Id = "customer_portal:oauth-accounts:authorize",
        Method = "GET",
        WritesOnGet = true,
        Template = "/v1/customer-portal/oauth-accounts/authorize",
        Status = 200,
        Scopes = ["customer_portal:write"],
        Subjects = [nameof(SubjectKind.Customer), nameof(SubjectKind.Member)],
        Path = [],
        Query =
        [
            new("return_to", static () => s_text, false, false, false),
            new("platform", static () => new EnumSchema(["github", "discord"]) { IsEnumeration = true }, true, false, false),
        ],
        Handle = static (_, transaction, request) =>
        {
            var service = request.RequiredText("platform") == "github" ? FakeIntegration.GitHub : FakeIntegration.Discord;
            return Reply.Json(200, new JsonObject { ["url"] = AccountLinking.Begin(transaction, service, request.Text("return_to")) }.ToJsonString());
        },
    };

    public static Route Callback { get; } = new()
    {
        Id = "customer_portal:oauth-accounts:callback",
        Method = "GET",
        WritesOnGet = true,
        Template = CallbackPath,
        Status = 307,
        Scopes = ["customer_portal:write"],
        Subjects = [nameof(SubjectKind.Anonymous), nameof(SubjectKind.Customer), nameof(SubjectKind.Member)],
        Path = [],
        Query =
        [
            new("state", static () => Schema.PlainText, true, false, false),
            new("code", static () => s_text, false, false, false),
            new("error", static () => s_text, false, false, false),
        ],
        Handle = static (_, transaction, request) =>
            AccountLinking.Complete(transaction, request.RequiredText("state"), request.Text("code"), request.Text("error")),
    };
}
