using System.Text.Json.Nodes;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Http;
using Polar.FakeServer.Identity;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Sales.Checkouts;

/// <summary>What Polar's own checkout page calls besides what the API description names.</summary>
internal static class CheckoutRoutes
{
    /// <summary>The page says that somebody looks at the session.</summary>
    public static Route Opened { get; } = new()
    {
        Id = "checkouts:client_opened",
        Method = "POST",
        Template = "/v1/checkouts/client/{client_secret}/opened",
        Status = 200,
        Scopes = [],
        Subjects = [nameof(SubjectKind.Anonymous), nameof(SubjectKind.User)],
        Path = [new("client_secret", static () => Schema.PlainText, true, false, false)],
        Query = [],
        Body = new RouteBody(
            static () => new ObjectSchema(
                [new MemberSchema("distinct_id", new NullableSchema(Schema.PlainText), false)], AdditionalProperties.Ignored, Kept: null),
            Required: true,
            Form: false),
        Handle = static (_, transaction, request) => Reply.Of(transaction, 200, Open(transaction, request)),
    };

    private static Outcome<CheckoutPublic> Open(Transaction transaction, BoundRequest request) =>
        CheckoutsOperations.ForClient(transaction, request.PathText("client_secret")).Then<CheckoutPublic>(row =>
        {
            // Only the first look counts, and nobody is told of it.
            var opened = row.OpenedAt is not null
                ? row
                : transaction.Save(row with
                {
                    OpenedAt = transaction.Now,
                    OpenedBy = (request.CheckedBody as JsonObject)?["distinct_id"]?.GetValue<string>(),
                    ModifiedAt = transaction.Now,
                });
            return CheckoutProjection.ShowPublic(transaction, opened);
        });
}
