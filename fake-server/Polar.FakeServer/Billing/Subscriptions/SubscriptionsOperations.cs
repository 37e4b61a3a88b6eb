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

    public Outcome<Subscription> Revoke(Transaction transaction, Guid id) => Do(transaction, id, [new Revoke()]);

    public Outcome<Subscription> Update(Transaction transaction, Guid id, SubscriptionUpdate body) =>
        Do(transaction, id, SubscriptionUpdates.Commands(body));

    public Outcome<string> Export(Transaction transaction, SubscriptionsExportQuery query) => SubscriptionExport.Write(transaction, query);

    private static Outcome<Subscription> Do(Transaction transaction, Guid id, IReadOnlyList<SubscriptionCommand> commands) =>
        transaction.World.Subscriptions.Visible(transaction, id) is { } row
            ? SubscriptionProcess.Try(transaction, row, commands)
                .Then<Subscription>(changed => SubscriptionProjection.ToResource(transaction.World, changed))
            : Failure.NotFound;

    private static Func<SubscriptionRow, IComparable?> SortKey(World world, string key) => key switch
    {
        "customer" => row => world.Customers[row.CustomerId].Email,
        "status" => row => StatusRank(row),
        "current_period_end" => row => row.PeriodEnd,
        "ended_at" => row => row.EndedAt,
        "ends_at" => row => row.EndsAt,
        "amount" => row => MonthlyAmount(row.Interval, SubscriptionProjection.Amount(world, row)),
        "product" => row => world.Products[row.ProductId].Resource.Name,
        "discount" => row => row.DiscountId is { } discount ? world.Discounts[discount].Name : null,
        _ => row => row.CreatedAt,
    };

    /// <summary>What a month costs, roughly: how many intervals there are to a period does not count.</summary>
    private static decimal MonthlyAmount(RecurringInterval interval, long amount) => interval.Value switch
    {
        RecurringInterval.Values.Year => amount / 12m,
        RecurringInterval.Values.Week => amount * 4m,
        RecurringInterval.Values.Day => amount * 30m,
        _ => amount,
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
