using Polar.FakeServer.Billing.Orders;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Simulation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Payments;

/// <summary>A charge of a card.</summary>
/// <param name="CheckoutId">The session that it is for, if any.</param>
/// <param name="Amount">How much.</param>
/// <param name="Currency">Of what.</param>
/// <param name="Email">The address that the buyer gave with the card.</param>
/// <param name="CustomerId">Who pays, as far as that is known.</param>
/// <param name="CardToken">With which card.</param>
internal sealed record PaymentAttempt(Guid? CheckoutId, long Amount, string Currency, string? Email, Guid? CustomerId, string CardToken);

/// <summary>How payments are noted down.</summary>
internal static class PaymentRules
{
    /// <summary>Notes an attempt and why the card refused it, if it did.</summary>
    public static PaymentRow Record(
        Transaction transaction, Guid organization, PaymentAttempt attempt, PaymentTrigger? trigger, CardRefusal? refusal)
    {
        var row = new PaymentRow(
            new CardPayment
            {
                Id = transaction.NewId(),
                CreatedAt = transaction.Now,
                ModifiedAt = null,
                Processor = PaymentProcessor.Stripe,
                Status = refusal is null ? PaymentStatus.Succeeded : PaymentStatus.Failed,
                Amount = attempt.Amount,
                Currency = attempt.Currency,
                Trigger = trigger,
                DeclineReason = refusal?.Reason,
                DeclineMessage = refusal?.Message,
                OrganizationId = organization,
                CheckoutId = attempt.CheckoutId,
                OrderId = null,
                ProcessorMetadata = ValueMap<RawJson>.Empty,
                MethodMetadata = new CardPaymentMetadata { Brand = CardSimulator.Brand, Last4 = CardSimulator.Last4 },
            },
            attempt.CustomerId)
        {
            Email = attempt.Email,
            CardToken = attempt.CardToken,
        };
        transaction.Save(row);
        return row;
    }

    /// <summary>Notes which order a payment was for.</summary>
    public static void Link(Transaction transaction, PaymentRow payment, OrderRow order) =>
        transaction.Save(payment with
        {
            CustomerId = order.CustomerId,
            Resource = payment.Resource with { OrderId = order.Id, ModifiedAt = transaction.Now },
        });
}
