using Polar.FakeServer.Billing.Subscriptions;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Time;
using Polar.FakeServer.Usage.Events;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Usage.History;

/// <summary>What Polar notes about subscriptions.</summary>
internal static class SubscriptionHistory
{
    /// <summary>Notes what happened to a subscription.</summary>
    public static void Note(Transaction transaction, SubscriptionNoted noted)
    {
        var row = noted.Subscription;
        EventMetadata? metadata = noted.Name switch
        {
            "subscription.updated" or "subscription.product_updated" or "subscription.seats_updated" or "subscription.units_updated"
                or "subscription.billing_period_updated" => noted.Details.Count == 0 ? null : Of(row, noted.Details),
            "subscription.update_cleared" => Of(row, noted.Details),
            "subscription.migrated" => Of(row, noted.Details).With("product_id", row.ProductId),
            "subscription.created" => With(row, ("started_at", IsoInstant.Of(row.CreatedAt))),
            "subscription.canceled" => With(
                row,
                ("canceled_at", At(row.CanceledAt)),
                ("customer_cancellation_reason", row.CancellationReason?.Value),
                ("customer_cancellation_comment", row.CancellationComment),
                ("ends_at", At(row.EndsAt)),
                ("cancel_at_period_end", row.CancelAtPeriodEnd)),
            "subscription.past_due" => With(row, ("past_due_at", At(row.PastDueAt))),
            "subscription.paused" => With(row, ("paused_at", At(row.PausedAt)), ("resumes_at", At(row.ResumesAt))),
            "subscription.cycled" or "subscription.revoked" or "subscription.reactivated" or "subscription.reinstated" or "subscription.resumed"
                or "subscription.uncanceled" => With(row),

            // What is told under another name has been noted under its own.
            _ => null,
        };
        if (metadata is not null)
        {
            DateTimeOffset? created = noted.Name == "subscription.created" ? row.CreatedAt : null;
            EventWriter.WriteSystem(transaction, row.OrganizationId, noted.Name, row.CustomerId, metadata, created);
        }
    }

    private static string? At(DateTimeOffset? moment) => moment is { } some ? IsoInstant.Of(some) : null;

    private static EventMetadata Of(SubscriptionRow row, IReadOnlyList<(string Name, JsonScalar Value)> details) =>
        details.Aggregate(EventMetadata.Of(("subscription_id", row.Id)), (all, one) => all.With(one.Name, EventValue.Of(one.Value).OrNull()));

    private static EventMetadata With(SubscriptionRow row, params ReadOnlySpan<(string Name, EventValue Value)> more) => EventMetadata.Of(
        [
            ("subscription_id", row.Id),
            ("product_id", row.ProductId),
            ("amount", row.Amount),
            ("currency", row.Currency),
            ("recurring_interval", row.Interval.Value),
            ("recurring_interval_count", row.IntervalCount),
            .. more,
        ]);
}
