using Polar.FakeServer.Billing.Orders;
using Polar.FakeServer.Billing.Seats;
using Polar.FakeServer.Billing.Subscriptions;
using Polar.FakeServer.Catalog.Benefits;
using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Execution;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Entitlements.Grants;

/// <summary>Decides which benefits to grant and which to revoke, and has each done as a job of its own; revokes come first.</summary>
internal static class GrantPlanner
{
    /// <summary>Grants what the product has and the scope lacks; revokes what the product has no more.</summary>
    public static void Grant(Transaction transaction, GrantScope scope) => Plan(transaction, scope, isGrant: true);

    /// <summary>Revokes all that the scope has.</summary>
    public static void Revoke(Transaction transaction, GrantScope scope) => Plan(transaction, scope, isGrant: false);

    /// <summary>Gives or takes what a subscription's status asks for; seats have their benefits by themselves.</summary>
    public static void Sync(Transaction transaction, SubscriptionRow subscription)
    {
        var isIncomplete = subscription.Status == SubscriptionStatus.Incomplete || subscription.Status == SubscriptionStatus.IncompleteExpired;
        if (isIncomplete)
        {
            return;
        }

        if (subscription.Seats is not null)
        {
            SyncSeats(transaction, subscription.OrganizationId, subscription.Id);
            return;
        }

        Plan(transaction, GrantScope.Of(subscription), subscription.IsActive);
    }

    /// <summary>A product's benefits are others now: whoever has the product gets what is new and loses what is gone.</summary>
    public static void ProductChanged(Transaction transaction, Guid product)
    {
        var world = transaction.World;
        var organization = world.Products[product].OrganizationId;
        foreach (var subscription in world.Subscriptions.Of(organization, SubscriptionRow.ByProduct, product).ToArray())
        {
            Sync(transaction, subscription);
        }

        // Refunds don't count: what a refund took is given again when the product's benefits change.
        foreach (var order in world.Orders.Of(organization, OrderRow.ByProduct, product).Where(row => IsSinglePurchase(world, row)).ToArray())
        {
            if (order.Seats is null)
            {
                Grant(transaction, GrantScope.Of(order));
            }
            else
            {
                SyncSeats(transaction, organization, order.Id);
            }
        }
    }

    private static void SyncSeats(Transaction transaction, Guid organization, Guid container)
    {
        foreach (var seat in CustomerSeatRules.ClaimedOf(transaction.World, organization, container).ToArray())
        {
            Grant(transaction, seat.Scope);
        }
    }

    private static bool IsSinglePurchase(World world, OrderRow order) =>
        order.SubscriptionId is null && order.IsPaid && world.Customers[order.CustomerId].DeletedAt is null;

    private static void Plan(Transaction transaction, GrantScope scope, bool isGrant)
    {
        var product = transaction.World.Products[scope.Product];
        var existing = GrantRows.OfScope(transaction.World, scope, product.OrganizationId).ToArray();
        var granted = existing.Where(row => row.IsGranted).ToArray();
        var kept = isGrant ? [] : product.Benefits.SelectMany(benefit => granted.Where(row => row.BenefitId == benefit));
        var outdated = granted.Where(row => !product.Benefits.Contains(row.BenefitId));
        foreach (var row in kept.Concat(outdated).ToArray())
        {
            transaction.Enqueue(new RevokeBenefitJob(row.Id));
        }

        // Who has yet to do something for a benefit gets it when that is done, not before.
        var settled = existing.Where(row => row.IsGranted || row.Error is not null).Select(row => row.BenefitId).ToHashSet();
        foreach (var benefit in product.Benefits.Where(benefit => isGrant && !settled.Contains(benefit)))
        {
            transaction.Enqueue(new GrantBenefitJob(scope, benefit));
        }
    }
}
