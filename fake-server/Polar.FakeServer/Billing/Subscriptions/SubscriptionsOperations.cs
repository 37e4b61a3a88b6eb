using Polar.FakeServer.Catalog.Discounts;
using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Generated;
using Polar.FakeServer.Lists;
using Polar.FakeServer.Storage;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Subscriptions;

/// <summary>Subscriptions as the merchant sees them and ends them.</summary>
internal sealed class SubscriptionsOperations : ISubscriptionsOperations
{
    private static readonly Failure s_alreadyCanceled = new(
        403, "AlreadyCanceledSubscription", "This subscription is already canceled or will be at the end of the period.");

    public Outcome<ListResource<Subscription>> List(Transaction transaction, SubscriptionsListQuery query)
    {
        var world = transaction.World;
        return world.Subscriptions.Visible(transaction, query.OrganizationId)
            .OfCustomers(query.CustomerId)
            .OfExternalCustomers(transaction, query.ExternalCustomerId)
            .In(query.ProductId, SubscriptionRow.ByProduct)
            .In(query.Status, row => row.Status)
            .In(query.DiscountId, row => row.DiscountId)
            .WhereIf(query.Active, (row, active) => active ? row.IsActive : row.IsRevoked)
            .WhereIf(query.CancelAtPeriodEnd, (row, cancels) => row.CancelAtPeriodEnd == cancels)
            .In(query.CustomerCancellationReason, row => row.CancellationReason)
            .WhereIf(query.CanceledAtAfter, (row, after) => row.CanceledAt >= after)
            .WhereIf(query.CanceledAtBefore, (row, before) => row.CanceledAt <= before)
            .WhereIf(query.StartedAfter, (row, after) => row.CreatedAt > after)
            .WhereIf(query.StartedBefore, (row, before) => row.CreatedAt < before)
            .WithMetadata(query.Metadata, row => row.Metadata)
            .Sorted(query.Sorting, SubscriptionSortProperty.StartedAtDescending, key => SortKey(world, key), "started_at")
            .Page(query.Page, query.Limit, row => SubscriptionProjection.ToResource(world, row));
    }

    public Outcome<Subscription> Create(Transaction transaction, SubscriptionCreate body) =>
        SubscriptionCreation.Create(transaction, body).Then<Subscription>(row => SubscriptionProjection.ToResource(transaction.World, row));

    public Outcome<Subscription> Get(Transaction transaction, Guid id) =>
        transaction.World.Subscriptions.Visible(transaction, id) is { } row
            ? SubscriptionProjection.ToResource(transaction.World, row)
            : Failure.NotFound;

    public Outcome<Subscription> Revoke(Transaction transaction, Guid id)
    {
        if (transaction.World.Subscriptions.Visible(transaction, id) is not { } row)
        {
            return Failure.NotFound;
        }

        return row.EndedAt is null
            ? SubscriptionProjection.ToResource(transaction.World, SubscriptionRules.Revoke(transaction, row))
            : s_alreadyCanceled;
    }

    public Outcome<Subscription> Update(Transaction transaction, Guid id, SubscriptionUpdate body)
    {
        if (transaction.World.Subscriptions.Visible(transaction, id) is not { } row)
        {
            return Failure.NotFound;
        }

        return body switch
        {
            SubscriptionRevoke when row.EndedAt is not null => s_alreadyCanceled,
            SubscriptionRevoke revoke => SubscriptionProjection.ToResource(
                transaction.World,
                SubscriptionRules.Revoke(transaction, row with
                {
                    CancellationReason = revoke.CustomerCancellationReason.Or(row.CancellationReason),
                    CancellationComment = revoke.CustomerCancellationComment.Or(row.CancellationComment),
                })),
            SubscriptionCancel cancel => Cancel(transaction, row, cancel),
            SubscriptionUpdateBase { ProductId.Value: null, TrialEnd.Value: null } change =>
                SubscriptionDiscounts.Changed(transaction, row, change.DiscountId)
                    .Then<Subscription>(changed => ChangeMetadata(transaction, changed, change)),
            _ => Failure.NotImplemented($"subscriptions:update with {body.GetType().Name}"),
        };
    }

    private static Outcome<Subscription> Cancel(Transaction transaction, SubscriptionRow row, SubscriptionCancel cancel)
    {
        if (cancel.CancelAtPeriodEnd && (row.CancelAtPeriodEnd || row.EndedAt is not null))
        {
            return s_alreadyCanceled;
        }

        if (!cancel.CancelAtPeriodEnd && row.EndedAt is not null)
        {
            return new Failure(410, "ResourceUnavailable", "Unavailable");
        }

        if (!cancel.CancelAtPeriodEnd && !row.CancelAtPeriodEnd)
        {
            return new Failure(400, "BadRequest", "Bad request");
        }

        var changed = SubscriptionRules.Save(transaction, cancel.CancelAtPeriodEnd
            ? row with
            {
                CancelAtPeriodEnd = true,
                CanceledAt = transaction.Now,
                EndsAt = row.PeriodEnd,
                CancellationReason = cancel.CustomerCancellationReason.Or(row.CancellationReason),
                CancellationComment = cancel.CustomerCancellationComment.Or(row.CancellationComment),
            }
            : row with { CancelAtPeriodEnd = false, CanceledAt = null, EndsAt = null, CancellationReason = null, CancellationComment = null });
        SubscriptionRules.Publish(
            transaction, changed, "subscription.updated", cancel.CancelAtPeriodEnd ? "subscription.canceled" : "subscription.uncanceled");
        CustomerStateJob.Queue(transaction, row.CustomerId);
        return SubscriptionProjection.ToResource(transaction.World, changed);
    }

    private static Subscription ChangeMetadata(Transaction transaction, SubscriptionRow row, SubscriptionUpdateBase change)
    {
        var changed = SubscriptionRules.Save(transaction, row with { Metadata = change.Metadata ?? row.Metadata });
        SubscriptionRules.Publish(transaction, changed, "subscription.updated");
        CustomerStateJob.Queue(transaction, row.CustomerId);
        return SubscriptionProjection.ToResource(transaction.World, changed);
    }

    private static Func<SubscriptionRow, IComparable?> SortKey(World world, string key) => key switch
    {
        "customer" => row => world.Customers[row.CustomerId].Email,
        "status" => row => StatusRank(row),
        "current_period_end" => row => row.PeriodEnd,
        "ended_at" => row => row.EndedAt,
        "ends_at" => row => row.EndsAt,
        "amount" => row => MonthlyAmount(row),
        "product" => row => world.Products[row.ProductId].Resource.Name,
        "discount" => row => row.DiscountId is { } discount ? world.Discounts[discount].Name : null,
        _ => row => row.CreatedAt,
    };

    /// <summary>What a month costs, roughly: how many intervals there are to a period does not count.</summary>
    private static decimal MonthlyAmount(SubscriptionRow row) => row.Interval.Value switch
    {
        RecurringInterval.Values.Year => row.Amount / 12m,
        RecurringInterval.Values.Week => row.Amount * 4m,
        RecurringInterval.Values.Day => row.Amount * 30m,
        _ => row.Amount,
    };

    private static int StatusRank(SubscriptionRow row) => row.Status.Value switch
    {
        SubscriptionStatus.Values.Incomplete => 0,
        SubscriptionStatus.Values.IncompleteExpired => 1,
        SubscriptionStatus.Values.Trialing => 2,
        SubscriptionStatus.Values.Active => row.CancelAtPeriodEnd ? 4 : 3,
        SubscriptionStatus.Values.Paused => 5,
        SubscriptionStatus.Values.PastDue => 6,
        SubscriptionStatus.Values.Canceled => 7,
        _ => 8,
    };
}
