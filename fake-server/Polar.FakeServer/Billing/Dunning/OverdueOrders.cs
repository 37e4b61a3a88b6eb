using Polar.FakeServer.Billing.Orders;
using Polar.FakeServer.Billing.Subscriptions;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Customers.PaymentMethods;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Lists;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Dunning;

/// <summary>What a customer still owes for subscriptions that can be saved.</summary>
internal static class OverdueOrders
{
    /// <summary>Has everything overdue charged to another card right behind this step; the subscriptions keep the card.</summary>
    public static void ChargeTo(Transaction transaction, CustomerRow customer, PaymentMethodRow method)
    {
        foreach (var subscription in transaction.World.Subscriptions.OfCustomer(customer.OrganizationId, customer.Id)
            .Where(row => row is { IsPastDue: true, CanceledAt: null, PastDueAt: { } since } && DunningSchedule.Deadline(since) > transaction.Now)
            .ToArray())
        {
            var orders = transaction.World.Orders.Of(subscription.OrganizationId, OrderRow.BySubscription, subscription.Id)
                .Where(order => order.Status == OrderStatus.Pending)
                .ToArray();
            if (orders.Length > 0)
            {
                SubscriptionRules.Save(transaction, subscription with { PaymentMethodId = method.Id });
            }

            foreach (var order in orders)
            {
                transaction.Enqueue(new ChargeOrderJob(order.Id, method.Id, PaymentTrigger.RetryPaymentMethodUpdate));
            }
        }
    }
}
