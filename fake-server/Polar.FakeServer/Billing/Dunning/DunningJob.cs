using Polar.FakeServer.Billing.Orders;
using Polar.FakeServer.Billing.Subscriptions;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Organizations;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Dunning;

/// <summary>An order that could not be paid is tried again.</summary>
/// <param name="Order">The order.</param>
/// <param name="Due">The time that this was scheduled for; another one in the meantime has its own job.</param>
internal sealed record DunningJob(Guid Order, DateTimeOffset Due) : IJob
{
    /// <summary>Has tried what was left alone while an organization could not renew its subscriptions.</summary>
    public static void CatchUp(Transaction transaction, Guid organization)
    {
        foreach (var order in transaction.World.Orders.Of(organization).Where(order => order.NextPaymentAttemptAt <= transaction.Now))
        {
            transaction.Schedule(DunningSchedule.Sweep(transaction.Now), new DunningJob(order.Id, order.NextPaymentAttemptAt!.Value));
        }
    }

    public void Run(Transaction transaction)
    {
        var order = transaction.World.Orders[Order];
        if (order.NextPaymentAttemptAt != Due
            || order.SubscriptionId is not { } id
            || !transaction.World.Organizations[order.OrganizationId].Resource.Capabilities.SubscriptionRenewals)
        {
            return;
        }

        if (order.PaymentStartedAt is not null)
        {
            // The customer is just paying; if nothing comes of that, the next look shows it.
            transaction.Schedule(DunningSchedule.Sweep(transaction.Now + TimeSpan.FromTicks(1)), this);
            return;
        }

        var subscription = transaction.World.Subscriptions[id];
        if (order.Status == OrderStatus.Void || subscription.Status == SubscriptionStatus.Canceled)
        {
            OrderRules.Save(transaction, order with { NextPaymentAttemptAt = null });
        }
        else if (SubscriptionCards.OwnOf(transaction.World, subscription) is { } method)
        {
            transaction.Enqueue(new ChargeOrderJob(order.Id, method.Id, PaymentTrigger.RetryDunning));
        }
        else
        {
            PaymentFailures.Handle(transaction, order, PaymentTrigger.RetryDunning);
        }
    }
}
