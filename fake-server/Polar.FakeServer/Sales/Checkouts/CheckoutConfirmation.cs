using Polar.FakeServer.Billing.Payments;
using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Organizations;
using Polar.FakeServer.Rendering;
using Polar.FakeServer.Simulation;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Sales.Checkouts;

/// <summary>What happens when the buyer presses the button.</summary>
internal static class CheckoutConfirmation
{
    private static readonly Failure s_notReady = new(403, "PaymentNotReady", "Organization is not ready to accept payments");

    private static readonly Failure s_trialRedeemed = new(
        403, "TrialAlreadyRedeemed", "You have already used a trial for this product. Trials can only be used once per customer.");

    public static Outcome<ConfirmedCheckout> Confirm(Transaction transaction, CheckoutRow row, CheckoutConfirm body) =>
        CheckoutBodies.Change(body).Apply(transaction, row)
            .Then<CheckoutRow>(changed => CheckoutDiscounts.Redeem(transaction, changed) is { } spent
                ? spent
                : CheckoutMoney.WithoutIdleFields(transaction.World, CheckoutMoney.Taxed(transaction, changed)))
            .Then(changed => Checked(transaction, changed, body))
            .Then(changed => CheckoutCustomers.Confirmed(transaction, changed)
                .Then(buyer => Charged(transaction, changed with { CustomerId = buyer.Customer.Id }, body, row)
                    .Then<ConfirmedCheckout>(charged => Done(transaction, charged, buyer.IsFoundByEmail))));

    private static Outcome<CheckoutRow> Checked(Transaction transaction, CheckoutRow row, CheckoutConfirm body)
    {
        var world = transaction.World;
        var money = CheckoutMoney.Of(world, row);
        var faults = new List<RequestError>();
        if (money.IsPaymentFormRequired && row.BillingAddress is { } place && transaction.Settings.TaxService.FaultOf(place) is { } untaxable)
        {
            faults.Add(RequestError.Value(untaxable, JsonNodes.Of(place), "customer_billing_address"));
        }

        if (CheckoutPrices.Chosen(world.Products[row.ProductId], row) is { IsArchived: true })
        {
            faults.Add(RequestError.Value("Price is archived.", row.PriceId.ToString(), "product_price_id"));
        }

        if (money.IsPaymentFormRequired && world.Organizations[row.OrganizationId].Resource.Capabilities is { CheckoutPayments: false })
        {
            return s_notReady;
        }

        faults.AddRange(Missing(row, money, body));
        return faults.Count > 0 ? Failure.Invalid(faults) : row;
    }

    private static IEnumerable<RequestError> Missing(CheckoutRow row, CheckoutMoney money, CheckoutConfirm body)
    {
        static RequestError Required(params object[] place) => new("missing", ["body", .. place], "Field is required.");
        if (row.CustomerId is null && row.CustomerEmail is null)
        {
            yield return Required("customer_email");
        }

        if ((money.IsPaymentFormRequired || row.IsBusinessCustomer) && row.BillingAddress is null)
        {
            yield return Required("customer_billing_address");
        }

        foreach (var part in money.IsPaymentFormRequired ? MissingParts(row) : [])
        {
            yield return Required("customer_billing_address", part);
        }

        if (row.IsBusinessCustomer && row.BillingName is null)
        {
            yield return Required("customer_billing_name");
        }

        if (row.WantsFullAddress && !Addresses.IsDetailed(row.BillingAddress))
        {
            yield return RequestError.Value(
                "Full billing address is required.", row.BillingAddress is { } address ? JsonNodes.Of(address) : null, "customer_billing_address");
        }

        if (money.IsPaymentFormRequired && body.ConfirmationTokenId.Value is null)
        {
            yield return new RequestError("missing", ["body", "confirmation_token_id"], "Confirmation token is required.");
        }
    }

    private static IEnumerable<string> MissingParts(CheckoutRow row)
    {
        var fields = CheckoutProjection.AddressFields(row);
        (string Name, BillingAddressFieldMode Mode, string? Value)[] parts =
        [
            ("country", fields.Country, row.BillingAddress?.Country.Value),
            ("state", fields.State, row.BillingAddress?.State),
            ("line1", fields.Line1, row.BillingAddress?.Line1),
            ("city", fields.City, row.BillingAddress?.City),
            ("postal_code", fields.PostalCode, row.BillingAddress?.PostalCode),
        ];
        return parts.Where(part => part.Mode == BillingAddressFieldMode.Required && part.Value is null).Select(part => part.Name);
    }

    /// <summary>Asks the card for the money, or only for its word where nothing is due today.</summary>
    private static Outcome<ChargedCheckout> Charged(Transaction transaction, CheckoutRow row, CheckoutConfirm body, CheckoutRow before)
    {
        var money = CheckoutMoney.Of(transaction.World, row);
        var token = money.IsPaymentFormRequired ? body.ConfirmationTokenId.Value : null;
        if (CheckoutDiscounts.LimitFault(transaction.World, row, token) is { } limit)
        {
            return limit;
        }

        var outcome = token is null ? CardOutcome.Success : transaction.Settings.PaymentProcessor.Charge(new CardCharge
        {
            Token = token,
            Amount = money.IsPaymentRequired ? money.TotalAmount : 0,
            Currency = row.Currency,
            Occasion = ChargeOccasion.Purchase,
        });
        if (outcome is { Timing: CardTiming.AtOnce, Refusal: { } refusal })
        {
            // A refusal undoes everything here; the processor's own report of the charge comes in behind it.
            var reason = string.IsNullOrEmpty(refusal.Message) ? "." : $": {refusal.Message}";
            return new Failure(400, "PaymentError", $"The payment failed{reason} Please try again with a different payment method.")
            {
                Aftermath = new CheckoutFailureJob(row.Id, Attempt(money, row with { CustomerId = before.CustomerId }, token!), refusal),
            };
        }

        return row.TrialEnd is not null && TrialRedemptions.IsRedeemed(transaction.World, row, token)
            ? s_trialRedeemed
            : new ChargedCheckout(
                row with
                {
                    IsAtProcessor = true,
                    CardToken = token,
                    LastRefusal = null,
                    IntentStatus = token is null ? null : Status(outcome.Timing),
                    AwaitsAction = outcome.Timing == CardTiming.AfterAction,
                    RefusalAfterAction = outcome.Timing == CardTiming.AfterAction ? outcome.Refusal : null,
                },
                outcome);
    }

    private static ConfirmedCheckout Done(Transaction transaction, ChargedCheckout charged, bool isFoundByEmail)
    {
        var row = CheckoutsOperations.Save(transaction, charged.Row with { Status = CheckoutStatus.Confirmed, ModifiedAt = transaction.Now });
        if (!row.AwaitsAction)
        {
            transaction.Schedule(transaction.Now + charged.Outcome.Delay, Ending(transaction.World, row, charged.Outcome.Refusal));
        }

        // Whoever only typed in somebody's address is not let into that customer's portal.
        return new ConfirmedCheckout(
            row, isFoundByEmail ? null : CustomerTokens.OfCustomer(transaction, row.OrganizationId, row.CustomerId!.Value).Begin(transaction));
    }

    /// <summary>The buyer has shown its bank who it is, or has failed to.</summary>
    public static void Act(Transaction transaction, CheckoutRow row, bool succeeds) => transaction.Enqueue(Ending(
        transaction.World,
        transaction.Save(row with { AwaitsAction = false, RefusalAfterAction = null }),
        succeeds ? row.RefusalAfterAction : CardTokens.Because(CardTokens.NotAuthenticated)));

    /// <summary>What becomes of a confirmed session: a card may still say no after its bank has had a look.</summary>
    private static IJob Ending(World world, CheckoutRow row, CardRefusal? refusal) => refusal is null
        ? new CheckoutSuccessJob(row.Id)
        : new CheckoutFailureJob(row.Id, Attempt(CheckoutMoney.Of(world, row), row, row.CardToken!), refusal);

    /// <summary>The processor's word for how it stands with a payment that it has not refused at once.</summary>
    private static string Status(CardTiming timing) => timing switch
    {
        CardTiming.Later => "processing",
        CardTiming.AfterAction => "requires_action",
        _ => "succeeded",
    };

    private static PaymentAttempt? Attempt(CheckoutMoney money, CheckoutRow row, string token) => money.IsPaymentRequired
        ? new PaymentAttempt(row.Id, money.TotalAmount, row.Currency, row.CustomerEmail, row.CustomerId, token)
        : null;
}

/// <summary>A session whose card was asked, and what it said.</summary>
internal readonly record struct ChargedCheckout(CheckoutRow Row, CardOutcome Outcome);

/// <summary>What the buyer gets: the session, and a token for the portal of the customer that it bought for.</summary>
internal readonly record struct ConfirmedCheckout(CheckoutRow Row, string? SessionToken);
