using Polar.FakeServer.Billing.Payments;
using Polar.FakeServer.Billing.Subscriptions;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Customers.PaymentMethods;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Simulation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Orders;

/// <summary>What a customer is told of its own try to pay.</summary>
/// <param name="Status">The processor's word for how it stands.</param>
/// <param name="ClientSecret">What the page goes on with where the bank wants to see its customer.</param>
/// <param name="Error">Why no money moves.</param>
internal sealed record CustomerPaymentAnswer(string Status, string? ClientSecret = null, string? Error = null);

/// <summary>How customers pay themselves what a renewal could not get: with a card on file, or with another one, which the subscription then keeps.</summary>
internal static class CustomerPayments
{
    private const int MostTries = 5;

    private static readonly Failure s_foreignMethod = new(422, "PaymentRetryValidationError", "Payment method does not belong to customer");

    public static Outcome<CustomerPaymentAnswer> Pay(Transaction transaction, OrderRow order, string? cardToken, Guid? methodId)
    {
        var world = transaction.World;
        var customer = world.Customers[order.CustomerId];
        if (Fault(world, order, customer) is { } fault)
        {
            return fault;
        }

        var method = methodId is { } id ? PaymentMethodRules.Find(world, customer, id) : null;
        if (methodId is not null && method is null)
        {
            return s_foreignMethod;
        }

        var outcome = method is not null
            ? PaymentMethodRules.Ask(transaction, method, order.Due, order.Currency, ChargeOccasion.Recovery)
            : transaction.Settings.PaymentProcessor.Charge(new CardCharge
            {
                Token = cardToken!,
                Amount = order.Due,
                Currency = order.Currency,
                Occasion = ChargeOccasion.Purchase,
            });
        return Answer(transaction, order, new CustomerPaymentJob(order.Id, method?.Id, cardToken ?? method!.CardToken, outcome.Refusal), outcome);
    }

    /// <summary>The customer has shown its bank who it is, so that a card is kept or an order paid, or has failed to.</summary>
    public static IntentRow Authenticate(Transaction transaction, IntentRow intent, bool succeeds)
    {
        var acted = Intents.Act(transaction, intent, succeeds);
        if (acted.OrderId is { } order)
        {
            transaction.Enqueue(new CustomerPaymentJob(order, null, acted.CardToken, acted.RefusalAfterAction));
        }

        return acted;
    }

    private static CustomerPaymentAnswer Answer(Transaction transaction, OrderRow order, CustomerPaymentJob ending, CardOutcome outcome)
    {
        if (outcome.Timing == CardTiming.AtOnce)
        {
            transaction.Enqueue(ending);
            return outcome.Refusal is { } refusal ? new("failed", Error: refusal.Message) : new("succeeded");
        }

        transaction.Save(order with { PaymentStartedAt = transaction.Now });
        transaction.Schedule(StalePaymentJob.SweepAfter(transaction.Now), new StalePaymentJob(order.Id, transaction.Now));
        if (outcome.Timing == CardTiming.AfterAction)
        {
            var intent = Intents.Await(transaction, transaction.World.Customers[order.CustomerId], ending.CardToken, outcome, order.Id);
            return new("requires_action", intent.ClientSecret);
        }

        // What the processor still thinks about counts as failed, until it is heard of.
        transaction.Schedule(transaction.Now + outcome.Delay, ending);
        return new("failed", Error: "Payment failed");
    }

    private static Failure? Fault(World world, OrderRow order, CustomerRow customer)
    {
        if (order.Status != OrderStatus.Pending || order.NextPaymentAttemptAt is null || order.SubscriptionId is null)
        {
            return NotEligible(order);
        }

        if (order.PaymentStartedAt is not null)
        {
            return new Failure(409, "PaymentAlreadyInProgress", $"Payment for order {order.Id} is already in progress");
        }

        var tries = world.Payments.Of(order.OrganizationId, PaymentRow.ByOrder, order.Id)
            .Count(payment => payment.Resource.Trigger == PaymentTrigger.RetryCustomer);
        return tries >= MostTries
            ? new Failure(
                429, "ManualRetryLimitExceeded", $"Maximum number of manual payment retry attempts has been reached for order {order.Id}.")
            : customer.IsKnownToProcessor ? null : NotEligible(order);
    }

    private static Failure NotEligible(OrderRow order) =>
        new(422, "OrderNotEligibleForRetry", $"Order {order.Id} is not eligible for payment retry.");
}

/// <summary>The processor reports what became of a customer's own try.</summary>
/// <param name="Order">The order.</param>
/// <param name="Method">The card on file that was charged; null for a new one.</param>
/// <param name="CardToken">The card's confirmation token.</param>
/// <param name="Refusal">Why no money moved; null where it did.</param>
internal sealed record CustomerPaymentJob(Guid Order, Guid? Method, string CardToken, CardRefusal? Refusal) : IJob
{
    public void Run(Transaction transaction)
    {
        var order = transaction.Save(transaction.World.Orders[Order] with { PaymentStartedAt = null });
        var customer = transaction.World.Customers[order.CustomerId];
        var method = Method is { } id ? PaymentMethodRules.Charged(transaction, transaction.World.PaymentMethods[id]) : null;
        var payment = PaymentRules.Record(
            transaction,
            order.OrganizationId,
            new PaymentAttempt(null, order.Due, order.Currency, customer.Email, customer.Id, CardToken),
            PaymentTrigger.RetryCustomer,
            Refusal);
        if (Refusal is not null || order.Status != OrderStatus.Pending)
        {
            PaymentRules.Link(transaction, payment, order);
            return;
        }

        method ??= PaymentMethodRules.Add(transaction, customer, CardToken);
        SubscriptionRules.Save(transaction, transaction.World.Subscriptions[order.SubscriptionId!.Value] with { PaymentMethodId = method.Id });
        OrderPayments.Settle(transaction, order, payment);
    }
}

/// <summary>A payment of which nothing is heard any more keeps no others away.</summary>
internal sealed record StalePaymentJob(Guid Order, DateTimeOffset StartedAt) : IJob
{
    private static readonly TimeSpan s_patience = TimeSpan.FromHours(1);

    /// <summary>Polar looks once an hour, at a quarter past.</summary>
    public static DateTimeOffset SweepAfter(DateTimeOffset start)
    {
        var (hour, quarter) = (TimeSpan.TicksPerHour, TimeSpan.TicksPerMinute * 15);
        var due = (start + s_patience).UtcTicks;
        return new DateTimeOffset(((due - quarter + hour - 1) / hour * hour) + quarter, TimeSpan.Zero);
    }

    public void Run(Transaction transaction)
    {
        if (transaction.World.Orders[Order] is { PaymentStartedAt: { } started } order && started == StartedAt)
        {
            transaction.Save(order with { PaymentStartedAt = null });
        }
    }
}
