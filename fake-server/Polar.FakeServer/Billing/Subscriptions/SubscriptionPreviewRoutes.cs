using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Http;
using Polar.FakeServer.Identity;
using Polar.FakeServer.Lists;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Subscriptions;

/// <summary>Answers a question about what would become of a subscription.</summary>
internal delegate Outcome<JsonObject> SubscriptionPreview(Transaction transaction, SubscriptionRow row, BoundRequest request);

/// <summary>Where previews of a merchant's subscriptions are asked for.</summary>
internal static class SubscriptionPreviewRoutes
{
    private static readonly string[] s_read = ["subscriptions:read", "subscriptions:write"];
    private static readonly string[] s_write = ["subscriptions:write"];
    private static readonly string[] s_subjects = [nameof(SubjectKind.User), nameof(SubjectKind.Organization)];
    private static readonly RouteParameter s_id = new("id", static () => new TextSchema(null, null, null, "uuid4"), true, false, false);

    /// <summary>Dashes and arrows of labels stand as they are, as everywhere else.</summary>
    private static readonly JsonSerializerOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly RouteBody s_change = new(
        static () => new UnionSchema(
            [
                new ReferenceSchema("SubscriptionChangePreviewProduct"),
                new ReferenceSchema("SubscriptionChangePreviewSeats"),
                new ReferenceSchema("SubscriptionChangePreviewUnits"),
            ]),
        Required: true,
        Form: false);

    public static IReadOnlyList<Route> All { get; } =
    [
        Make("charge_preview", "GET", "charge-preview", s_read, static (transaction, row, _) => SubscriptionPreviews.Charge(transaction, row)),
        Make("cancel_preview", "GET", "cancel-preview", s_read, static (transaction, row, _) => SubscriptionPreviews.Cancellation(transaction, row)),
        Make("change_preview", "POST", "change-preview", s_write, static (transaction, row, request) =>
                SubscriptionPreviews.Change(transaction, row, Command(request.CheckedBody!)))
            with { Body = s_change },
    ];

    /// <summary>The schema of a change to another product.</summary>
    public static Schema Product(bool isMerchants) => Of(isMerchants, new("product_id", new TextSchema(null, null, null, "uuid4"), true));

    /// <summary>The schema of a change to another number of something.</summary>
    public static Schema Count(string name, bool isMerchants) => Of(isMerchants, new(name, new IntegerSchema(1, null, 2147483647m, null), true));

    /// <summary>The answer to a question about a subscription.</summary>
    public static Reply Answer(Outcome<JsonObject> outcome) =>
        outcome.Failure is { } failure ? Reply.Of(failure) : Reply.Json(200, outcome.Value!.ToJsonString(s_json));

    /// <summary>The change that a body asks about.</summary>
    public static SubscriptionCommand Command(JsonNode body)
    {
        var behavior = body["proration_behavior"] is { } sent ? new SubscriptionProrationBehavior(sent.ToString()) : (SubscriptionProrationBehavior?)null;
        return body["product_id"] is { } product ? new ChangeProduct(Guid.Parse(product.ToString()), behavior, default)
            : body["seats"] is { } seats ? new ChangeQuantity(Quantity.Seats, Whole(seats), behavior)
            : new ChangeQuantity(Quantity.Units, Whole(body["units"]!), behavior);
    }

    private static long Whole(JsonNode number) => (long)decimal.Parse(number.ToJsonString(), CultureInfo.InvariantCulture);

    private static ObjectSchema Of(bool isMerchants, MemberSchema member)
    {
        MemberSchema behavior = new("proration_behavior", new NullableSchema(new ReferenceSchema("SubscriptionProrationBehavior")), false);
        return new ObjectSchema(isMerchants ? [member, behavior] : [member], AdditionalProperties.Forbidden, null);
    }

    private static Route Make(string name, string method, string path, string[] scopes, SubscriptionPreview answer) => new()
    {
        Id = $"subscriptions:{name}",
        Method = method,
        Template = $"/v1/subscriptions/{{id}}/{path}",
        Status = 200,
        Scopes = scopes,
        Subjects = s_subjects,
        Path = [s_id],
        Query = [],
        Handle = (_, transaction, request) =>
            Answer(transaction.World.Subscriptions.Visible(transaction, request.PathUuid("id")) is { } row
                ? answer(transaction, row, request)
                : Failure.NotFound),
    };
}
