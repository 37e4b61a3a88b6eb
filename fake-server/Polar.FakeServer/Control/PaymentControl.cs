using Polar.FakeServer.Billing.Disputes;
using Polar.FakeServer.Billing.Orders;
using Polar.FakeServer.Billing.Payments;
using Polar.FakeServer.Billing.Refunds;
using Polar.FakeServer.Customers.PaymentMethods;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Sales.Checkouts;
using Polar.FakeServer.Simulation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Control;

/// <summary>What banks, card networks and the payment processor do, whether a test asks for it in-process or over HTTP.</summary>
internal static class PaymentControl
{
    /// <summary>The usual word of a card network for why its customer wants the money back.</summary>
    private const string UsualReason = "fraudulent";

    /// <summary>A buyer's bank disputes what was paid for an order.</summary>
    public static Dispute RaiseDispute(Transaction transaction, Guid orderId, string? reason, long? amount, DisputeStatus? status)
    {
        var world = transaction.World;
        if (world.Orders.Find(orderId) is not { } order)
        {
            throw new WrongInputException($"There is no order {orderId}.");
        }

        var beginning = status ?? DisputeStatus.NeedsResponse;
        if (beginning != DisputeStatus.NeedsResponse && beginning != DisputeStatus.EarlyWarning)
        {
            throw new WrongInputException($"A dispute begins as needs_response or as early_warning, not as '{beginning.Value}'.");
        }

        var payment = world.Payments.Of(order.OrganizationId, PaymentRow.ByOrder, order.Id)
            .LastOrDefault(row => row.Resource.Status == PaymentStatus.Succeeded)
            ?? throw new WrongInputException($"Nothing was paid for order {orderId}.");
        if (world.Disputes.Of(order.OrganizationId, DisputeRow.ByOrder, order.Id).Any(row => !row.IsClosed))
        {
            throw new WrongInputException($"Order {orderId} has an open dispute already.");
        }

        var most = order.Refundable + order.RefundableTax;
        if (most <= 0)
        {
            throw new WrongInputException($"Everything that was paid for order {orderId} has gone back.");
        }

        if (amount is { } asked && (asked <= 0 || asked > most))
        {
            throw new WrongInputException($"'amount' is not between 1 and {most}, which is what is left of the payment, tax included.");
        }

        var row = DisputeRules.Raise(transaction, order, payment, beginning, amount, reason ?? UsualReason);
        return DisputeProjection.ToResource(transaction.World, row);
    }

    /// <summary>The bank, the merchant or the network takes a dispute further.</summary>
    public static Dispute AdvanceDispute(Transaction transaction, Guid id, DisputeStatus status)
    {
        if (transaction.World.Disputes.Find(id) is not { } row)
        {
            throw new WrongInputException($"There is no dispute {id}.");
        }

        return DisputeRules.CanAdvance(row.Status, status)
            ? DisputeProjection.ToResource(transaction.World, DisputeRules.Advance(transaction, row, status))
            : throw new WrongInputException($"A dispute that is {row.Status.Value} does not become '{status.Value}'.");
    }

    /// <summary>The processor settles a refund that takes its time, or takes one back that had succeeded.</summary>
    public static Refund SettleRefund(Transaction transaction, Guid id, RefundStatus status)
    {
        if (transaction.World.Refunds.Find(id) is not { } row)
        {
            throw new WrongInputException($"There is no refund {id}.");
        }

        var isEnd = status == RefundStatus.Succeeded || status == RefundStatus.Failed || status == RefundStatus.Canceled;
        var isOpen = row.Status == RefundStatus.Pending || (row.Status == RefundStatus.Succeeded && status != RefundStatus.Succeeded);
        return isEnd && isOpen
            ? RefundProjection.ToResource(transaction.World, RefundRules.Settle(transaction, row, status))
            : throw new WrongInputException($"A refund that is {row.Status.Value} does not become '{status.Value}'.");
    }

    /// <summary>A card on file is refused from now on, so many times or always.</summary>
    public static PaymentMethodRow Fail(Transaction transaction, Guid id, string? reason, int? times)
    {
        if (times is <= 0)
        {
            throw new WrongInputException("'times' is not above 0.");
        }

        return transaction.Save(Method(transaction, id) with
        {
            Refusal = CardTokens.Because(reason ?? CardTokens.Usual),
            RefusalsLeft = times,
        });
    }

    /// <summary>A card on file does again what its token says.</summary>
    public static PaymentMethodRow Repair(Transaction transaction, Guid id) =>
        transaction.Save(Method(transaction, id) with { Refusal = null, RefusalsLeft = null });

    /// <summary>The buyer shows its bank who it is, or fails to.</summary>
    public static void Authenticate(Transaction transaction, Guid checkout, bool succeeds)
    {
        if (transaction.World.Checkouts.Find(checkout) is not { } row)
        {
            throw new WrongInputException($"There is no checkout {checkout}.");
        }

        if (!row.AwaitsAction)
        {
            throw new WrongInputException($"Checkout {checkout} waits for no action of the buyer; confirm one with ctoken_requires_action.");
        }

        CheckoutConfirmation.Act(transaction, row, succeeds);
    }

    /// <summary>Another call is at work on a session, or has finished.</summary>
    public static CheckoutRow Hold(Transaction transaction, Guid checkout, bool isHeld) => transaction.World.Checkouts.Find(checkout) is { } row
        ? transaction.Save(row with { IsHeld = isHeld })
        : throw new WrongInputException($"There is no checkout {checkout}.");

    /// <summary>The customer shows its bank who it is, so that a card is kept or an order paid, or fails to.</summary>
    public static IntentRow AuthenticateIntent(Transaction transaction, string idOrSecret, bool succeeds)
    {
        if (Intents.Find(transaction.World, idOrSecret) is not { } intent)
        {
            throw new WrongInputException("There is no such intent.");
        }

        if (intent.Status != IntentStatus.RequiresAction)
        {
            throw new WrongInputException($"The intent {intent.ProcessorId} waits for nobody any more.");
        }

        return CustomerPayments.Authenticate(transaction, intent, succeeds);
    }

    private static PaymentMethodRow Method(Transaction transaction, Guid id) =>
        transaction.World.PaymentMethods.Find(id) is { IsDeleted: false } row ? row : throw new WrongInputException($"There is no payment method {id}.");
}
