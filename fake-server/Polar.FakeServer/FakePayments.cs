using Polar.FakeServer.Control;
using Polar.FakeServer.Execution;
using Polar.Functional.Contracts;

namespace Polar.FakeServer;

/// <summary>Banks, card networks and the payment processor, where a test wants from them what no confirmation token brings about.</summary>
public sealed class FakePayments
{
    private readonly Engine _engine;

    internal FakePayments(Engine engine) => _engine = engine;

    /// <summary>Has a buyer's bank dispute what was paid for an order.</summary>
    /// <param name="orderId">The order, which a card has paid for.</param>
    /// <param name="reason">The card network's word for why; <c>fraudulent</c> where none is given.</param>
    /// <param name="amount">How much of the payment in the smallest unit of its currency, tax included; null for all that has not gone back.</param>
    /// <param name="status">Where it begins: <c>needs_response</c>, where none is given, or <c>early_warning</c>.</param>
    /// <returns>The dispute.</returns>
    /// <exception cref="ArgumentException">There is no such order, nothing is left of its payment, or it is disputed already.</exception>
    public Task<Dispute> RaiseDisputeAsync(Guid orderId, string? reason = null, long? amount = null, DisputeStatus? status = null) =>
        _engine.ExecuteAsync(transaction => PaymentControl.RaiseDispute(transaction, orderId, reason, amount, status));

    /// <summary>Has the bank, the merchant or the network take a dispute further: to <c>won</c> or <c>lost</c>, for example.</summary>
    /// <param name="disputeId">The dispute.</param>
    /// <param name="status">What becomes of it.</param>
    /// <returns>The dispute as it is then.</returns>
    /// <exception cref="ArgumentException">There is no such dispute, or it cannot become that.</exception>
    public Task<Dispute> AdvanceDisputeAsync(Guid disputeId, DisputeStatus status) =>
        _engine.ExecuteAsync(transaction => PaymentControl.AdvanceDispute(transaction, disputeId, status));

    /// <summary>Settles a pending refund, which <c>ctoken_refund_pending</c> makes, or has one fail that had succeeded.</summary>
    /// <param name="refundId">The refund.</param>
    /// <param name="status">What becomes of it.</param>
    /// <returns>The refund as it is then.</returns>
    /// <exception cref="ArgumentException">There is no such refund, or it cannot become that.</exception>
    public Task<Refund> SettleRefundAsync(Guid refundId, RefundStatus status) =>
        _engine.ExecuteAsync(transaction => PaymentControl.SettleRefund(transaction, refundId, status));

    /// <summary>Has charges of a card on file declined, whatever its confirmation token says.</summary>
    /// <param name="paymentMethodId">The card.</param>
    /// <param name="reason">The processor's word for why, which decides when dunning tries again.</param>
    /// <param name="times">How many charges are declined; null for all, until the card is repaired.</param>
    /// <returns>Completes when the change is made and what follows from it is published.</returns>
    /// <exception cref="ArgumentException">There is no such card.</exception>
    public Task FailPaymentMethodAsync(Guid paymentMethodId, string reason = "card_declined", int? times = null)
    {
        ArgumentNullException.ThrowIfNull(reason);
        return _engine.ExecuteAsync(transaction => PaymentControl.Fail(transaction, paymentMethodId, reason, times));
    }

    /// <summary>Has charges of a card on file come out again as its confirmation token says.</summary>
    /// <param name="paymentMethodId">The card.</param>
    /// <returns>Completes when the change is made and what follows from it is published.</returns>
    /// <exception cref="ArgumentException">There is no such card.</exception>
    public Task RepairPaymentMethodAsync(Guid paymentMethodId) =>
        _engine.ExecuteAsync(transaction => PaymentControl.Repair(transaction, paymentMethodId));

    /// <summary>Has the buyer show its bank who it is, as a session that was confirmed with <c>ctoken_requires_action</c> waits for.</summary>
    /// <param name="checkoutId">The session.</param>
    /// <param name="succeeds">Whether the bank believes it.</param>
    /// <returns>Completes when what follows from it has happened.</returns>
    /// <exception cref="ArgumentException">There is no such session, or it waits for nothing.</exception>
    public Task AuthenticateAsync(Guid checkoutId, bool succeeds = true) => _engine.ExecuteAsync(transaction =>
    {
        PaymentControl.Authenticate(transaction, checkoutId, succeeds);
        return checkoutId;
    });

    /// <summary>
    /// Has a session be one that another call is at work on, such as a confirmation that waits for the card: who would change or confirm it is refused with
    /// <c>CheckoutLocked</c> (409) until it is released.
    /// </summary>
    /// <param name="checkoutId">The session.</param>
    /// <returns>Done when it is so.</returns>
    /// <exception cref="ArgumentException">There is no such session.</exception>
    public Task HoldCheckoutAsync(Guid checkoutId) => _engine.ExecuteAsync(transaction => PaymentControl.Hold(transaction, checkoutId, isHeld: true));

    /// <summary>Has the call that was at work on a session be over.</summary>
    /// <param name="checkoutId">The session.</param>
    /// <returns>Done when it is so.</returns>
    /// <exception cref="ArgumentException">There is no such session.</exception>
    public Task ReleaseCheckoutAsync(Guid checkoutId) => _engine.ExecuteAsync(transaction => PaymentControl.Hold(transaction, checkoutId, isHeld: false));

    /// <summary>
    /// Has a customer show its bank who it is, as the portal asks for where a card set up or an order paid with <c>ctoken_requires_action</c> is answered
    /// with <c>requires_action</c>.
    /// </summary>
    /// <param name="clientSecret">The client secret of that answer, or the id that it begins with.</param>
    /// <param name="succeeds">Whether the bank believes it.</param>
    /// <returns>Completes when what follows from it has happened.</returns>
    /// <exception cref="ArgumentException">There is no such client secret, or nothing is waited for any more.</exception>
    public Task AuthenticateIntentAsync(string clientSecret, bool succeeds = true)
    {
        ArgumentNullException.ThrowIfNull(clientSecret);
        return _engine.ExecuteAsync(transaction => PaymentControl.AuthenticateIntent(transaction, clientSecret, succeeds));
    }
}
