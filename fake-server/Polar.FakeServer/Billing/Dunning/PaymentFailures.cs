using Polar.FakeServer.Billing.Orders;
using Polar.FakeServer.Billing.Payments;
using Polar.FakeServer.Billing.Subscriptions;
using Polar.FakeServer.Execution;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Dunning;

/// <summary>What a payment that failed means for its order and for the subscription behind it.</summary>
internal static class PaymentFailures
{
    public static void Handle(Transaction transaction, OrderRow order, PaymentTrigger trigger)
    {
        if (order.IsPaid || !Counts(trigger) || order.SubscriptionId is not { } id)
        {
            return;
        }

        if (order.BillingReason == OrderBillingReason.SubscriptionMeterCycle)
        {
            RetryUsage(transaction, order);
            return;
        }

        var subscription = transaction.World.Subscriptions[id];
        if (order.NextPaymentAttemptAt is null)
        {
            Start(transaction, order, subscription);
        }
        else
        {
            Continue(transaction, order, subscription);
        }
    }

    /// <summary>What a customer tries on its own account does not use up the tries that there are.</summary>
    private static bool Counts(PaymentTrigger trigger) =>
        trigger == PaymentTrigger.Purchase || trigger == PaymentTrigger.SubscriptionCycle || trigger == PaymentTrigger.RetryDunning;

    private static void Start(Transaction transaction, OrderRow order, SubscriptionRow subscription)
    {
        if (order.Status == OrderStatus.Void || subscription.EndedAt is not null)
        {
            return;
        }

        var late = SubscriptionProcess.Do(transaction, subscription, new MarkPastDue());
        Schedule(transaction, order, DunningSchedule.First(transaction.Now, late.PastDueAt!.Value, Latest(transaction.World, order)?.Resource.DeclineReason));
        SubscriptionProcess.Do(transaction, transaction.World.Subscriptions[late.Id], new CheckGrace());
    }

    /// <summary>What was used between two renewals is asked for again and again, then forgotten: the plan that is paid for goes on either way.</summary>
    private static void RetryUsage(Transaction transaction, OrderRow order)
    {
        if (order.Status == OrderStatus.Void)
        {
            OrderRules.Save(transaction, order with { NextPaymentAttemptAt = null });
        }
        else if (DunningSchedule.NextForUsage(Failures(transaction.World, order), transaction.Now) is { } next)
        {
            Schedule(transaction, order, next);
        }
        else
        {
            OrderRules.Void(transaction, order);
        }
    }

    private static int Failures(World world, OrderRow order) => Of(world, order).Count(payment =>
        payment.Resource.Status == PaymentStatus.Failed && payment.Resource.Trigger is { } trigger && Counts(trigger));

    private static void Continue(Transaction transaction, OrderRow order, SubscriptionRow subscription)
    {
        var failures = Failures(transaction.World, order);
        if (order.Status != OrderStatus.Void && DunningSchedule.Next(failures, transaction.Now, subscription.PastDueAt) is { } next)
        {
            Schedule(transaction, order, next);
            SubscriptionProcess.Do(transaction, subscription, new CheckGrace());
            return;
        }

        OrderRules.Save(transaction, order with { NextPaymentAttemptAt = null });
        if (subscription.EndedAt is null && (subscription.IsBillable || subscription.IsPaused))
        {
            SubscriptionProcess.Do(transaction, subscription, new Revoke());
        }
    }

    private static void Schedule(Transaction transaction, OrderRow order, DateTimeOffset due)
    {
        OrderRules.Save(transaction, order with { NextPaymentAttemptAt = due });
        transaction.Schedule(DunningSchedule.Sweep(due), new DunningJob(order.Id, due));
    }

    private static PaymentRow? Latest(World world, OrderRow order) => Of(world, order) is [.., var latest] ? latest : null;

    private static IReadOnlyList<PaymentRow> Of(World world, OrderRow order) => world.Payments.Of(order.OrganizationId, PaymentRow.ByOrder, order.Id);
}
