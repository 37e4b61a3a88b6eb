using Polar.FakeServer.Billing.Dunning;
using Polar.FakeServer.Billing.Subscriptions;
using Polar.FakeServer.Execution;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Orders;

/// <summary>How the money for an order that a subscription has made by itself is collected.</summary>
internal static class OrderCollection
{
    /// <summary>Has what is due charged behind this step; without a card the order's dunning begins.</summary>
    public static void Begin(Transaction transaction, SubscriptionRow subscription, OrderRow order)
    {
        if (order.Status != OrderStatus.Pending)
        {
            return;
        }

        if (SubscriptionCards.Of(transaction.World, subscription) is { } method)
        {
            transaction.Enqueue(new ChargeOrderJob(order.Id, method.Id, PaymentTrigger.SubscriptionCycle));
            return;
        }

        PaymentFailures.Handle(transaction, order, PaymentTrigger.SubscriptionCycle);
        OrderRules.Publish(transaction, transaction.World.Orders[order.Id], "order.updated");
    }
}
