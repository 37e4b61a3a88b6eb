using Polar.FakeServer.Billing.Dunning;
using Polar.FakeServer.Billing.Payments;
using Polar.FakeServer.Billing.Subscriptions;
using Polar.FakeServer.Billing.Wallets;
using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Customers.PaymentMethods;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Organizations;
using Polar.FakeServer.Simulation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Orders;

/// <summary>How pending orders are paid while the customer is not there.</summary>
internal static class OrderPayments
{
    private static readonly Failure s_noMethod = Failed("missing_payment_method");
    private static readonly Failure s_declined = Failed("card_error");

    /// <summary>Charges a card; where it refuses, the order's dunning goes on.</summary>
    public static void Charge(Transaction transaction, OrderRow order, PaymentMethodRow method, PaymentTrigger trigger)
    {
        if (order.Status != OrderStatus.Pending || order.PaymentStartedAt is not null || !MayRenew(transaction.World, order) || IsSettledByBalance(transaction, order))
        {
            return;
        }

        var outcome = Ask(transaction, order, method, ChargeOccasion.Renewal);
        Complete(transaction, order.Id, method.Id, trigger, outcome.Refusal);
    }

    private static CardOutcome Ask(Transaction transaction, OrderRow order, PaymentMethodRow method, ChargeOccasion occasion) =>
        PaymentMethodRules.Ask(transaction, method, order.Due, order.Currency, occasion);

    /// <summary>Charges for an order within a request: without the money there is no order. The confirmation of the money comes a moment later.</summary>
    public static Failure? ChargeNow(Transaction transaction, SubscriptionRow subscription, OrderRow order)
    {
        if (SubscriptionCards.Of(transaction.World, subscription) is not { } method)
        {
            return s_noMethod;
        }

        if (!MayRenew(transaction.World, order) || IsSettledByBalance(transaction, order))
        {
            return null;
        }

        var refusal = Ask(transaction, order, method, ChargeOccasion.OffSession).Refusal;
        if (refusal is null)
        {
            transaction.Enqueue(new ChargeConfirmedJob(order.Id, method.Id));
            return null;
        }

        return refusal.Reason == CardTokens.AuthenticationRequired
            ? ActionRequired(order)
            : s_declined with
            {
                Aftermath = new RefusedChargeJob(
                    order.OrganizationId, method.Id, Attempt(transaction.World, order, method), PaymentTrigger.SubscriptionCycle, refusal),
            };
    }

    /// <summary>Notes what became of a charge, and what follows for the order.</summary>
    public static void Complete(Transaction transaction, Guid orderId, Guid methodId, PaymentTrigger trigger, CardRefusal? refusal)
    {
        var order = transaction.World.Orders[orderId];
        var method = transaction.World.PaymentMethods[methodId];
        PaymentMethodRules.Charged(transaction, method);
        var payment = PaymentRules.Record(transaction, order.OrganizationId, Attempt(transaction.World, order, method), trigger, refusal);
        if (refusal is null)
        {
            Settle(transaction, order, payment);
        }
        else
        {
            PaymentRules.Link(transaction, payment, order);
            PaymentFailures.Handle(transaction, order, trigger);
        }
    }

    /// <summary>An order is paid. The subscription that it held up goes on, unless another order does so still.</summary>
    public static OrderRow Settle(Transaction transaction, OrderRow order, PaymentRow? payment)
    {
        var paid = OrderRules.Save(transaction, order with { Status = OrderStatus.Paid, NextPaymentAttemptAt = null });
        if (payment is not null
            && order.SubscriptionId is { } id
            && transaction.World.Subscriptions[id] is { IsPastDue: true } subscription
            && !HasDunning(transaction.World, subscription))
        {
            SubscriptionProcess.Do(transaction, subscription, new MarkActive());
        }

        return OrderRules.Paid(transaction, paid, payment);
    }

    /// <summary>What a merchant is told where the bank wants to hear from the buyer.</summary>
    public static Failure ActionRequired(OrderRow order) => new(
        402,
        "PaymentActionRequired",
        $"Order {order.Id} payment requires customer authentication (e.g. 3DS challenge); off-session charge cannot complete.");

    /// <summary>What a merchant is told where there is no money.</summary>
    public static Failure Failed(string reason) => new(402, "PaymentFailed", $"Payment failed with reason: {reason}.");

    /// <summary>A charge of what is due.</summary>
    public static PaymentAttempt Attempt(World world, OrderRow order, PaymentMethodRow method) =>
        new(null, order.Due, order.Currency, world.Customers[order.CustomerId].Email, order.CustomerId, method.CardToken);

    private static bool HasDunning(World world, SubscriptionRow subscription) => world.Orders
        .Of(subscription.OrganizationId, OrderRow.BySubscription, subscription.Id)
        .Any(order => order.Status == OrderStatus.Pending && order.NextPaymentAttemptAt is not null);

    /// <summary>What no processor would charge is paid without one, and remembered as the customer's debt.</summary>
    private static bool IsSettledByBalance(Transaction transaction, OrderRow order)
    {
        if (order.Due >= Currencies.Minimum(order.Currency))
        {
            return false;
        }

        WalletRules.Add(transaction, order.CustomerId, order.Currency, -order.Due);
        var paid = OrderRules.Save(transaction, order with { Status = OrderStatus.Paid });
        OrderRules.Paid(transaction, paid, payment: null);
        return true;
    }

    private static bool MayRenew(World world, OrderRow order) =>
        world.Organizations[order.OrganizationId].Resource.Capabilities.SubscriptionRenewals;
}

/// <summary>The processor confirms a charge that was made within a request.</summary>
internal sealed record ChargeConfirmedJob(Guid Order, Guid Method) : IJob
{
    public void Run(Transaction transaction) =>
        OrderPayments.Complete(transaction, Order, Method, PaymentTrigger.SubscriptionCycle, refusal: null);
}

/// <summary>The processor reports a charge that was refused within a request.</summary>
internal sealed record RefusedChargeJob(Guid Organization, Guid Method, PaymentAttempt Attempt, PaymentTrigger? Trigger, CardRefusal Refusal) : IJob
{
    /// <summary>The order that it was for; null where there is nothing left of it.</summary>
    public Guid? Order { get; init; }

    public void Run(Transaction transaction)
    {
        var method = transaction.World.PaymentMethods[Method];
        PaymentMethodRules.Charged(transaction, method);
        var payment = PaymentRules.Record(transaction, Organization, Attempt, Trigger, Refusal);
        if (Order is { } order)
        {
            PaymentRules.Link(transaction, payment, transaction.World.Orders[order]);
        }
    }
}

/// <summary>Charges for an order in the background.</summary>
internal sealed record ChargeOrderJob(Guid Order, Guid Method, PaymentTrigger Trigger) : IJob
{
    public void Run(Transaction transaction)
    {
        var order = transaction.World.Orders[Order];
        if (transaction.World.PaymentMethods.Find(Method) is { IsDeleted: false } method)
        {
            OrderPayments.Charge(transaction, order, method, Trigger);
        }
        else
        {
            PaymentFailures.Handle(transaction, order, PaymentTrigger.SubscriptionCycle);
        }
    }
}
