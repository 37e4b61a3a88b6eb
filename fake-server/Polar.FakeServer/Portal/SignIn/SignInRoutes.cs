using System.Text.Json.Nodes;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Http;
using Polar.FakeServer.Identity;
using Polar.FakeServer.Validation;

namespace Polar.FakeServer.Portal.SignIn;

/// <summary>What the portal's own pages sign people in by; the API description leaves it out.</summary>
internal static class SignInRoutes
{
    private const string Root = "/v1/customer-portal/customer-session/";

    private static readonly TextSchema s_uuid = new(null, null, null, "uuid4");

    public static Route Request { get; } = new()
    {
        Id = "customer_portal:customer-session:request",
        Method = "POST",
        Template = Root + "request",
        Status = 202,
        Scopes = [],
        Subjects = [nameof(SubjectKind.Anonymous)],
        Path = [],
        Query = [],
        Body = new RouteBody(
            static () => new ObjectSchema(
                [
                    new("email", new TextSchema(null, null, null, "email"), true),
                    new("organization_id", s_uuid, true),
                    new("customer_id", new NullableSchema(s_uuid), false),
                ],
                AdditionalProperties.Ignored,
                null),
            Required: true,
            Form: false),
        Handle = static (_, transaction, request) =>
        {
            var body = request.CheckedBody!;
            var customers = PortalSignIn.Request(
                transaction, body["email"]!.ToString(), Guid.Parse(body["organization_id"]!.ToString()), Id(body["customer_id"]));
            return customers.Count > 0 ? Choice(customers) : Reply.Json(202, "null");
        },
    };

    public static Route Authenticate { get; } = new()
    {
        Id = "customer_portal:customer-session:authenticate",
        Method = "POST",
        Template = Root + "authenticate",
        Status = 200,
        Scopes = [],
        Subjects = [nameof(SubjectKind.Anonymous)],
        Path = [],
        Query = [],
        Body = new RouteBody(
            static () => new ObjectSchema([new("code", Schema.PlainText, true)], AdditionalProperties.Ignored, null), Required: true, Form: false),
        Secrets = ["code"],
        Handle = static (_, transaction, request) =>
        {
            var outcome = PortalSignIn.Authenticate(transaction, request.CheckedBody!["code"]!.ToString());
            return outcome.Failure is { } failure ? Reply.Of(failure) : Reply.Json(200, new JsonObject { ["token"] = outcome.Value }.ToJsonString());
        },
    };

    private static Guid? Id(JsonNode? value) => value is null ? null : Guid.Parse(value.ToString());

    private static Reply Choice(IReadOnlyList<CustomerRow> customers) => Reply.Json(409, new JsonObject
    {
        ["error"] = "customer_selection_required",
        ["detail"] = "Multiple customers found for this email. Please select one.",
        ["customers"] = new JsonArray(
            [.. customers.Select(customer => (JsonNode?)new JsonObject { ["id"] = customer.Id, ["name"] = customer.Resource.Name })]),
    }.ToJsonString());
}
