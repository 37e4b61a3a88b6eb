using Polar.FakeServer.Billing.Subscriptions;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Http;
using Polar.FakeServer.Identity;
using Polar.FakeServer.Lists;
using Polar.FakeServer.Organizations;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Portal;

/// <summary>A customer who does not pay gives a subscription up at once: a page of the portal does that; the API description leaves it out.</summary>
internal static class PortalSubscriptionRevocation
{
    private static readonly Failure s_notAllowed = new(
        409, "RevokeNotAllowed", "This subscription can only be revoked while it is past-due with no benefit grace period.");

    public static Route Route { get; } = new()
    {
        Id = "customer_portal:subscriptions:revoke",
        Method = "POST",
        Template = "/v1/customer-portal/subscriptions/{id}/revoke",
        Status = 200,
        Scopes = ["customer_portal:write"],
        Subjects = [nameof(SubjectKind.Customer), nameof(SubjectKind.Member)],
        Path = [new("id", static () => new TextSchema(null, null, null, "uuid4"), true, false, false)],
        Query = [],
        Body = new RouteBody(
            static () => new ObjectSchema(
                [
                    new("cancellation_reason", new NullableSchema(new ReferenceSchema("CustomerCancellationReason")), false),
                    new("cancellation_comment", new NullableSchema(Schema.PlainText), false),
                ],
                AdditionalProperties.Ignored,
                null),
            Required: true,
            Form: false),
        Handle = static (_, transaction, request) =>
        {
            var body = request.CheckedBody!;
            var reason = body["cancellation_reason"] is { } sent ? new CustomerCancellationReason(sent.ToString()) : (CustomerCancellationReason?)null;
            return Reply.Of(transaction, 200, Revoke(transaction, request.PathUuid("id"), reason, body["cancellation_comment"]?.ToString()));
        },
    };

    private static Outcome<CustomerSubscription> Revoke(Transaction transaction, Guid id, CustomerCancellationReason? reason, string? comment)
    {
        var world = transaction.World;
        if (world.Subscriptions.Visible(transaction, id) is not { } row)
        {
            return Failure.NotFound;
        }

        if (row.EndedAt is not null || !(row.IsBillable || row.IsPaused))
        {
            return SubscriptionFailures.AlreadyCanceled;
        }

        // Whoever keeps the benefits for a while owes for them.
        return row.IsPastDue && world.Organizations[row.OrganizationId].Resource.SubscriptionSettings.BenefitRevocationGracePeriod == 0
            ? SubscriptionProcess.Try(transaction, row, new Revoke(reason, comment))
                .Then<CustomerSubscription>(revoked => PortalSubscriptionProjection.ToResource(transaction.World, revoked))
            : s_notAllowed;
    }
}
