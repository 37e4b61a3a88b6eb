using Polar.FakeServer.Customers.PaymentMethods;
using Polar.FakeServer.Execution;

namespace Polar.FakeServer.Billing.Orders;

/// <summary>A customer answered the bank on a page of the portal, for a payment or a card that waited for it.</summary>
/// <param name="Intent">The intent.</param>
/// <param name="IsApproved">Whether the customer approved of it.</param>
internal sealed record IntentBankStep(Guid Intent, bool IsApproved) : RecordedStep
{
    /// <summary>Takes the step; nothing happens where nothing is waited for any more.</summary>
    public IntentRow Take(Transaction transaction) => transaction.World.Intents[Intent] is { Status: IntentStatus.RequiresAction } waiting
        ? CustomerPayments.Authenticate(transaction, waiting, IsApproved)
        : transaction.World.Intents[Intent];
}
