using System.Text.Json.Nodes;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Customers.PaymentMethods;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Lists;
using Polar.FakeServer.Organizations;
using Polar.FakeServer.Simulation;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Portal.PaymentMethods;

/// <summary>How customers put cards on file.</summary>
internal static class PortalPaymentMethods
{
    private static readonly Failure s_notReady = new(403, "CustomerNotReady", "Customer is not ready for this operation.");

    /// <summary>The customer's own view of a page of them, newest first.</summary>
    public static ListResource<CustomerPaymentMethod> Page(World world, CustomerRow customer, long? page, long? limit) =>
        world.PaymentMethods.OfCustomer(customer.OrganizationId, customer.Id).Reverse().Page(page, limit, PaymentMethodRules.ToResource);

    /// <summary>Keeps a card, or begins to: the bank may want to see its customer first.</summary>
    public static Outcome<CustomerPaymentMethodCreateResponse> Add(Transaction transaction, CustomerRow customer, CustomerPaymentMethodCreate body)
    {
        var known = customer.IsKnownToProcessor
            ? customer
            : CustomerRules.Change(transaction, customer with { IsKnownToProcessor = true }, customer.Resource);
        var outcome = transaction.Settings.PaymentProcessor.Charge(new CardCharge
        {
            Token = body.ConfirmationTokenId,
            Currency = transaction.World.Organizations[customer.OrganizationId].Resource.DefaultPresentmentCurrency,
            Occasion = ChargeOccasion.Purchase,
        });
        return outcome switch
        {
            { Timing: CardTiming.AtOnce, Refusal: { } refusal } => new Failure(
                400,
                "PaymentMethodSetupFailed",
                $"Could not add this payment method: {refusal.Message} Please try again with a different card."),
            { Timing: CardTiming.AfterAction } => ActionRequired(Intents.Await(transaction, known, body.ConfirmationTokenId, outcome)),
            _ => Keep(transaction, known, PaymentMethodRules.Add(transaction, known, body.ConfirmationTokenId), body.SetDefault),
        };
    }

    /// <summary>Keeps a card whose bank has seen its customer by now.</summary>
    public static Outcome<CustomerPaymentMethodCreateResponse> Confirm(Transaction transaction, CustomerRow customer, CustomerPaymentMethodConfirm body)
    {
        if (!customer.IsKnownToProcessor)
        {
            return s_notReady;
        }

        if (transaction.World.Intents.Find(IntentRow.ByProcessorId, body.SetupIntentId) is not { OrderId: null } intent
            || intent.CustomerId != customer.Id
            || intent.Status == IntentStatus.Failed)
        {
            return Failure.Invalid(new RequestError(
                "invalid", ["body", "setup_intent_id"], "Invalid setup_intent_id.", JsonValue.Create(body.SetupIntentId)));
        }

        return intent.Status == IntentStatus.RequiresAction
            ? ActionRequired(intent)
            : Keep(transaction, customer, Kept(transaction, customer, intent), body.SetDefault);
    }

    /// <summary>The card of an intent: it is one card however often that is confirmed, and comes back where it was deleted.</summary>
    private static PaymentMethodRow Kept(Transaction transaction, CustomerRow customer, IntentRow intent)
    {
        if (intent.PaymentMethodId is { } id)
        {
            return transaction.Save(transaction.World.PaymentMethods[id] with { IsDeleted = false });
        }

        var method = PaymentMethodRules.Add(transaction, customer, intent.CardToken);
        transaction.Save(intent with { PaymentMethodId = method.Id });
        return method;
    }

    private static CustomerPaymentMethodCreateSucceededResponse Keep(Transaction transaction, CustomerRow customer, PaymentMethodRow method, bool isDefault)
    {
        if (isDefault)
        {
            PortalCustomerChange.SetDefault(transaction, customer, method);
        }

        return new CustomerPaymentMethodCreateSucceededResponse { PaymentMethod = PaymentMethodRules.ToResource(method) };
    }

    private static CustomerPaymentMethodCreateRequiresActionResponse ActionRequired(IntentRow intent) =>
        new() { ClientSecret = intent.ClientSecret };
}
