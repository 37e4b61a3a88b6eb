using System.Text.Json.Nodes;
using Polar.Functional.Contracts;

namespace Polar.FakeServer;

/// <summary>What happens when the buyer presses the button.</summary>
internal static class CheckoutConfirmation
{
    public static Outcome<CheckoutPublicConfirmed> Confirm(Transaction transaction, CheckoutRow row, CheckoutConfirm body)
    {
        if (row.Status != CheckoutStatus.Open)
        {
            return CheckoutRules.NotOpen(row);
        }

        var (changed, fault) = CheckoutChange.Of(body).Apply(transaction, row);
        if (fault is not null)
        {
            return fault;
        }

        if (CheckoutRules.IsSubscribed(transaction.World, changed))
        {
            return CheckoutRules.AlreadySubscribed;
        }

        row = changed with { CustomFieldData = body.CustomFieldData ?? changed.CustomFieldData };
        var money = CheckoutMoney.Of(transaction.World, row);
        var missing = Missing(row, money, body).ToArray();
        if (missing.Length > 0)
        {
            return Failure.Invalid(missing);
        }

        if (money.IsPaymentFormRequired && Cards.Charge(body.ConfirmationTokenId!) is { Succeeded: false } declined)
        {
            var detail = $"The payment failed: {declined.Message} Please try again with a different payment method.";
            return new Failure(400, "PaymentError", detail);
        }

        var (customer, isKnownByEmail) = Customer(transaction, row);
        if (customer is null)
        {
            return new Failure(
                422,
                "CheckoutCustomerExternalIdMismatch",
                "A customer with this external ID already exists but with a different email address.");
        }

        row = row with
        {
            CustomerId = customer.Id,
            Status = CheckoutStatus.Confirmed,
            ModifiedAt = transaction.Now,
            IntentStatus = "succeeded",
        };
        CheckoutsOperations.Save(transaction, row);
        transaction.Soon(new CheckoutSuccessJob(row.Id));

        // Whoever only typed in somebody's address is not let into that customer's portal.
        string? session = null;
        if (!isKnownByEmail)
        {
            var token = Tokens.OfCustomer(transaction, row.OrganizationId, customer.Id);
            transaction.World = transaction.World with { Tokens = transaction.World.Tokens.Add(token.Token, token) };
            session = token.Token;
        }

        return CheckoutProjection.ShowConfirmed(transaction, row, session);
    }

    private static IEnumerable<Issue> Missing(CheckoutRow row, CheckoutMoney money, CheckoutConfirm body)
    {
        static Issue Required(params object[] place) => new("missing", ["body", .. place], "Field is required.");
        if (row.CustomerId is null && row.CustomerEmail is null)
        {
            yield return Required("customer_email");
        }

        if (money.IsPaymentFormRequired || row.RequireBillingAddress)
        {
            if (row.BillingAddress is null)
            {
                yield return Required("customer_billing_address");
            }

            var fields = CheckoutProjection.AddressFields(row);
            (string Name, BillingAddressFieldMode Mode, string? Value)[] parts =
            [
                ("country", fields.Country, row.BillingAddress?.Country.Value),
                ("state", fields.State, row.BillingAddress?.State),
                ("line1", fields.Line1, row.BillingAddress?.Line1),
                ("city", fields.City, row.BillingAddress?.City),
                ("postal_code", fields.PostalCode, row.BillingAddress?.PostalCode),
            ];
            foreach (var (name, mode, value) in parts)
            {
                if (mode == BillingAddressFieldMode.Required && value is null)
                {
                    yield return Required("customer_billing_address", name);
                }
            }
        }

        if (row.IsBusinessCustomer && row.BillingName is null)
        {
            yield return Required("customer_billing_name");
        }

        var wantsAll = row.RequireBillingAddress || row.IsBusinessCustomer;
        if (wantsAll && row.BillingAddress is { Line1: null, Line2: null, City: null, PostalCode: null })
        {
            yield return Issue.Value("Full billing address is required.", null, "customer_billing_address");
        }

        if (money.IsPaymentFormRequired && string.IsNullOrEmpty(body.ConfirmationTokenId))
        {
            yield return new Issue("missing", ["body", "confirmation_token_id"], "Confirmation token is required.");
        }
    }

    /// <summary>The linked customer, else the one with that e-mail address, else a new one; null where the external id is another's.</summary>
    private static (CustomerRow? Customer, bool IsKnownByEmail) Customer(Transaction transaction, CheckoutRow row)
    {
        var linked = row.CustomerId is { } id ? transaction.World.Customers[id] : null;
        var known = linked ?? CustomerRules.ByEmail(transaction.World, row.OrganizationId, row.CustomerEmail!);
        if (known is not null)
        {
            var shown = known.Shown with
            {
                Name = known.Shown.Name ?? row.BillingName ?? row.CustomerName,
                BillingName = row.BillingName ?? known.Shown.BillingName ?? row.CustomerName,
                BillingAddress = row.BillingAddress ?? known.Shown.BillingAddress,
                TaxId = row.TaxId ?? known.Shown.TaxId,
                Metadata = known.Shown.Metadata.Concat(row.CustomerMetadata).ToValueMap(),
            };
            return (CustomerRules.Change(transaction, known, shown), linked is null);
        }

        if (row.ExternalCustomerId is { } externalId
            && CustomerRules.ByExternalId(transaction.World, row.OrganizationId, externalId) is not null)
        {
            return (null, false);
        }

        var name = row.BillingName ?? row.CustomerName;
        var customer = new CustomerIndividual
        {
            Id = transaction.NewId(),
            CreatedAt = transaction.Now,
            ModifiedAt = null,
            Metadata = row.CustomerMetadata,
            ExternalId = row.ExternalCustomerId,
            Email = row.CustomerEmail!,
            EmailVerified = false,
            Name = name,
            BillingName = name,
            BillingAddress = row.BillingAddress,
            TaxId = row.TaxId,
            Locale = null,
            OrganizationId = row.OrganizationId,
            DefaultPaymentMethodId = null,
            DeletedAt = null,
            FirstUserEventAt = null,
            AvatarUrl = CustomerRules.Avatar(row.CustomerEmail),
        };
        return (CustomerRules.Add(transaction, customer), false);
    }
}
