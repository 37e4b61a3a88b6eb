using System.Text.Json.Nodes;
using Polar.FakeServer.Billing.Subscriptions;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Http;
using Polar.FakeServer.Identity;
using Polar.FakeServer.Lists;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Portal;

/// <summary>Where a customer's pages ask for previews: by the organization's rules, and without a choice of how a difference is settled.</summary>
internal static class PortalSubscriptionPreviews
{
    private static readonly string[] s_read = ["customer_portal:read", "customer_portal:write"];
    private static readonly string[] s_write = ["customer_portal:write"];
    private static readonly string[] s_subjects = [nameof(SubjectKind.Customer), nameof(SubjectKind.Member)];
    private static readonly RouteParameter s_id = new("id", static () => new TextSchema(null, null, null, "uuid4"), true, false, false);

    private static readonly RouteBody s_change = new(
        static () => new UnionSchema(
            [
                new ReferenceSchema("CustomerSubscriptionChangePreviewProduct"),
                new ReferenceSchema("CustomerSubscriptionChangePreviewSeats"),
            ]),
        Required: true,
        Form: false);

    public static IReadOnlyList<Route> All { get; } =
    [
        Make("charge_preview", "GET", "charge-preview", s_read, static (transaction, row, _) => SubscriptionPreviews.Charge(transaction, row)),
        Make("cancel_preview", "GET", "cancel-preview", s_read, static (transaction, row, _) => SubscriptionPreviews.Cancellation(transaction, row)),
        Make("change_preview", "POST", "change-preview", s_write, static (transaction, row, request) => Change(transaction, row, request.CheckedBody!))
            with { Body = s_change },
    ];

    private static Outcome<JsonObject> Change(Transaction transaction, SubscriptionRow row, JsonNode body)
    {
        var command = SubscriptionPreviewRoutes.Command(body);
        return PortalSubscriptionsOperations.Gate(transaction.World, row, command) is { } closed
            ? closed
            : SubscriptionPreviews.Change(transaction, row, command is ChangeProduct product ? product with { IsCustomers = true } : command);
    }

    private static Route Make(string name, string method, string path, string[] scopes, SubscriptionPreview answer) => new()
    {
        Id = $"customer_portal:subscriptions:{name}",
        Method = method,
        Template = $"/v1/customer-portal/subscriptions/{{id}}/{path}",
        Status = 200,
        Scopes = scopes,
        Subjects = s_subjects,
        Path = [s_id],
        Query = [],
        Handle = (_, transaction, request) => SubscriptionPreviewRoutes.Answer(
            transaction.World.Subscriptions.Visible(transaction, request.PathUuid("id")) is { } row
                ? answer(transaction, row, request)
                : Failure.NotFound),
    };
}
