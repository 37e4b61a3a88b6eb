using Polar.FakeServer.Execution;
using Polar.FakeServer.Lists;
using Polar.FakeServer.Simulation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Customers.PaymentMethods;

/// <summary>The cards that customers have on file.</summary>
internal static class PaymentMethodRules
{
    /// <summary>Keeps a card for later charges; it is not made the customer's default.</summary>
    public static PaymentMethodRow Add(Transaction transaction, CustomerRow customer, string cardToken) => transaction.Save(new PaymentMethodRow
    {
        Id = transaction.NewId(),
        OrganizationId = customer.OrganizationId,
        CreatedAt = transaction.Now,
        CustomerId = customer.Id,
        CardToken = cardToken,
    });

    /// <summary>One of a customer's cards; null where it has no such card.</summary>
    public static PaymentMethodRow? Find(World world, CustomerRow customer, Guid id) =>
        world.PaymentMethods.Find(id) is { IsDeleted: false } row && row.CustomerId == customer.Id ? row : null;

    /// <summary>What is charged where nobody says with what: the default, else any other.</summary>
    public static PaymentMethodRow? Usual(World world, CustomerRow customer)
    {
        var all = world.PaymentMethods.OfCustomer(customer.OrganizationId, customer.Id);
        return all.FirstOrDefault(row => row.Id == customer.Resource.DefaultPaymentMethodId) ?? (all.Count > 0 ? all[0] : null);
    }

    /// <summary>Asks a card on file for money; the purchase that it came with was its first charge.</summary>
    public static CardOutcome Ask(Transaction transaction, PaymentMethodRow method, long amount, string currency, ChargeOccasion occasion)
    {
        if (method.Refusal is { } refusal)
        {
            return new CardOutcome(CardTiming.AtOnce, refusal);
        }

        var outcome = transaction.Settings.PaymentProcessor.Charge(new CardCharge
        {
            Token = method.CardToken,
            Amount = amount,
            Currency = currency,
            Occasion = occasion,
            Number = (int)method.Charges + 2,
        });

        // There is nobody whom the bank could ask.
        return outcome is { Timing: CardTiming.AfterAction, Refusal: null }
            ? outcome with { Refusal = CardTokens.Because(CardTokens.AuthenticationRequired) }
            : outcome;
    }

    /// <summary>Notes that a card was charged.</summary>
    public static PaymentMethodRow Charged(Transaction transaction, PaymentMethodRow method)
    {
        var left = method.RefusalsLeft - 1;
        return transaction.Save(method with
        {
            Charges = method.Charges + 1,
            Refusal = left == 0 ? null : method.Refusal,
            RefusalsLeft = left == 0 ? null : left,
        });
    }

    /// <summary>The merchant's view of a page of them, newest first.</summary>
    public static ListResource<PaymentMethod> Page(World world, CustomerRow customer, long? page, long? limit) =>
        world.PaymentMethods.OfCustomer(customer.OrganizationId, customer.Id).Reverse()
            .Page(page, limit, row => (PaymentMethod)new CustomerPaymentMethodCard
            {
                Id = row.Id,
                CreatedAt = row.CreatedAt,
                ModifiedAt = row.ModifiedAt,
                Processor = PaymentProcessor.Stripe,
                CustomerId = row.CustomerId,
                MethodMetadata = Card,
                IsDefault = row.Id == customer.Resource.DefaultPaymentMethodId,
            });

    /// <summary>The customer's own view of one.</summary>
    public static CustomerPaymentMethod ToResource(PaymentMethodRow row) => new PaymentMethodCard
    {
        Id = row.Id,
        CreatedAt = row.CreatedAt,
        ModifiedAt = row.ModifiedAt,
        Processor = PaymentProcessor.Stripe,
        CustomerId = row.CustomerId,
        MethodMetadata = Card,
    };

    /// <summary>What is shown of a card.</summary>
    public static PaymentMethodCardMetadata Card { get; } = new()
    {
        Brand = CardSimulator.Brand,
        Last4 = CardSimulator.Last4,
        ExpMonth = CardSimulator.ExpiryMonth,
        ExpYear = CardSimulator.ExpiryYear,
        Wallet = null,
    };
}
