using Polar.FakeServer.Billing.Orders;
using Polar.FakeServer.Billing.Seats;
using Polar.FakeServer.Billing.Subscriptions;
using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Entitlements.Grants;
using Polar.FakeServer.Execution;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Customers;

/// <summary>The benefits of those who have bought a product, by subscriptions, orders and seats.</summary>
internal static class PurchasedBenefits
{
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
            SyncSeats(transaction, SeatContainer.Of(subscription));
            return;
        }

        if (subscription.IsActive)
        {
            GrantPlanner.Grant(transaction, subscription.Scope);
        }
        else
        {
            GrantPlanner.Revoke(transaction, subscription.Scope);
        }
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
                GrantPlanner.Grant(transaction, order.Scope);
            }
            else
            {
                SyncSeats(transaction, SeatContainer.Of(order));
            }
        }
    }

    private static void SyncSeats(Transaction transaction, SeatContainer container)
    {
        foreach (var seat in CustomerSeatRules.ClaimedOf(transaction.World, container).ToArray())
        {
            GrantPlanner.Grant(transaction, container.ScopeOf(seat));
        }
    }

    private static bool IsSinglePurchase(World world, OrderRow order) =>
        order.SubscriptionId is null && order.IsPaid && world.Customers[order.CustomerId].DeletedAt is null;
}
