using Polar.FakeServer.Billing.Orders;
using Polar.FakeServer.Catalog.Benefits;
using Polar.FakeServer.Entitlements.Grants;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Lists;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Subscriptions;

/// <summary>Which period is billed.</summary>
internal enum PeriodBilling
{
    /// <summary>A new one.</summary>
    Renewal,

    /// <summary>The first one behind a trial.</summary>
    AfterTrial,

    /// <summary>None: what is left when the subscription has ended.</summary>
    Final,
}

/// <summary>The order of a new period: pending at first, then charged.</summary>
/// <param name="Subscription">The subscription.</param>
/// <param name="Billing">Which period.</param>
/// <param name="Cutoff">The end of the period whose usage is billed; null where all of it is.</param>
internal sealed record BillPeriodJob(Guid Subscription, PeriodBilling Billing, DateTimeOffset? Cutoff) : IJob
{
    public void Run(Transaction transaction)
    {
        var subscription = transaction.World.Subscriptions[Subscription];
        var order = SubscriptionOrders.Create(transaction, subscription, OrderBillingReason.SubscriptionCycle, OrderCharges.Everything(Cutoff), made => made with
        {
            IsAfterTrial = Billing == PeriodBilling.AfterTrial,
            IsFinal = Billing == PeriodBilling.Final,
        });
        if (order is not null)
        {
            OrderCollection.Begin(transaction, subscription, order);
        }
    }
}

/// <summary>Nobody waits any more for what a subscription that is over still owes.</summary>
internal sealed record VoidPendingOrdersJob(Guid Subscription) : IJob
{
    public void Run(Transaction transaction)
    {
        var subscription = transaction.World.Subscriptions[Subscription];
        foreach (var order in transaction.World.Orders.Of(subscription.OrganizationId, OrderRow.BySubscription, Subscription)
            .Where(order => order.Status == OrderStatus.Pending).ToArray())
        {
            OrderRules.Void(transaction, order);
        }
    }
}

/// <summary>A renewal is paid: what the subscription gives goes round.</summary>
internal sealed record CycleGrantsJob(Guid Subscription) : IJob
{
    public void Run(Transaction transaction)
    {
        var subscription = transaction.World.Subscriptions[Subscription];
        foreach (var grant in transaction.World.BenefitGrants.OfCustomer(subscription.OrganizationId, subscription.CustomerId)
            .Where(grant => grant.SubscriptionId == Subscription && grant.IsGranted).ToArray())
        {
            transaction.Enqueue(new CycleBenefitJob(grant.Id));
        }
    }
}
