using System.Text.Json.Nodes;
using Polar.FakeServer.Billing.Subscriptions;
using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Sales.Checkouts;

/// <summary>Who buys in a session: named by the merchant, found by the address that the buyer typed, or new.</summary>
internal static class CheckoutCustomers
{
    private static readonly Failure s_otherAddress = new(
        422, "CheckoutCustomerExternalIdMismatch", "A customer with this external ID already exists but with a different email address.");

    private static readonly Failure s_deleted =
        new(409, "CheckoutCustomerDeleted", "The customer associated with this checkout has been deleted.");

    /// <summary>A new session with its customer, where the body names one that exists, and with what is known of the customer already.</summary>
    public static Outcome<CheckoutRow> Linked(Transaction transaction, CheckoutRow row, CheckoutCreate body)
    {
        var world = transaction.World;
        if (body.SubscriptionId is { } subscriptionId)
        {
            var sent = JsonValue.Create(subscriptionId.ToString());
            if (world.Subscriptions.Find(subscriptionId) is not { } subscription || subscription.OrganizationId != row.OrganizationId)
            {
                return Failure.Invalid(RequestError.Value("Subscription does not exist.", sent, "subscription_id"));
            }

            return subscription.Prices.All(PriceKinds.IsFree)
                ? Filled(world, row with { SubscriptionId = subscription.Id }, world.Customers[subscription.CustomerId], body)
                : Failure.Invalid(RequestError.Value("Only free subscriptions can be upgraded.", sent, "subscription_id"));
        }

        if (body.CustomerId is { } id)
        {
            return world.Customers.Find(id) is { DeletedAt: null } named && named.OrganizationId == row.OrganizationId
                ? Filled(world, row, named, body)
                : Failure.Invalid(RequestError.Value("Customer does not exist.", JsonValue.Create(id.ToString()), "customer_id"));
        }

        // An external id that nobody has yet is for the customer that the purchase will make.
        return body.ExternalCustomerId is { } externalId && CustomerRules.ByExternalId(world, row.OrganizationId, externalId) is { } known
            ? Filled(world, row, known, body)
            : row;
    }

    /// <summary>The buyer of a confirmed session, made or brought up to date, and whether it was only found by its address.</summary>
    public static Outcome<(CustomerRow Customer, bool IsFoundByEmail)> Confirmed(Transaction transaction, CheckoutRow row)
    {
        var world = transaction.World;
        var linked = row.CustomerId is { } id ? world.Customers[id] : null;
        if (linked?.DeletedAt is not null)
        {
            return s_deleted;
        }

        if ((linked ?? CustomerRules.ByEmail(world, row.OrganizationId, row.CustomerEmail!)) is { } known)
        {
            return (Updated(transaction, known, row), linked is null);
        }

        return row.ExternalCustomerId is { } externalId && CustomerRules.ByExternalId(world, row.OrganizationId, externalId) is not null
            ? s_otherAddress
            : (Made(transaction, row), false);
    }

    private static CheckoutRow Filled(World world, CheckoutRow row, CustomerRow customer, CheckoutCreate body)
    {
        var shown = customer.Resource;
        var isTeam = shown is CustomerTeam;
        var email = row.CustomerEmail ?? customer.Email;
        return row with
        {
            CustomerId = customer.Id,
            OffersKeptCards = customer.IsKnownToProcessor,
            CustomerEmail = email ?? (isTeam ? CustomerRules.Owner(world, customer)?.Resource.Email : null),
            BillingName = row.BillingName ?? shown.BillingName,
            BillingAddress = row.BillingAddress ?? shown.BillingAddress,
            TaxId = row.TaxId ?? shown.TaxId,

            // A team's name is not the name of whoever buys for it.
            CustomerName = row.CustomerName ?? (isTeam ? null : shown.Name),
            Locale = row.Locale ?? shown.Locale,
            IsBusinessCustomer = body.IsBusinessCustomer
                ?? (customer.OwnBillingName is not null && Addresses.IsDetailed(shown.BillingAddress)),
        };
    }

    private static CustomerRow Updated(Transaction transaction, CustomerRow known, CheckoutRow row) => CustomerRules.Change(
        transaction,
        known with { OwnBillingName = row.BillingName ?? known.OwnBillingName, IsKnownToProcessor = true },
        known.Resource with
        {
            Name = known.Resource.Name ?? row.BillingName ?? row.CustomerName,
            BillingAddress = row.BillingAddress ?? known.Resource.BillingAddress,
            TaxId = row.TaxId ?? known.Resource.TaxId,
            Locale = row.Locale ?? known.Resource.Locale,
            Metadata = known.Resource.Metadata.Concat(row.CustomerMetadata).ToValueMap(),
        });

    private static CustomerRow Made(Transaction transaction, CheckoutRow row) => CustomerRules.Add(
        transaction,
        new CustomerIndividual
        {
            Id = transaction.NewId(),
            CreatedAt = transaction.Now,
            ModifiedAt = null,
            Metadata = row.CustomerMetadata,
            ExternalId = row.ExternalCustomerId,
            Email = row.CustomerEmail!,
            EmailVerified = false,
            Name = row.BillingName ?? row.CustomerName,
            BillingName = null,
            BillingAddress = row.BillingAddress,
            TaxId = row.TaxId,
            Locale = row.Locale,
            OrganizationId = row.OrganizationId,
            DefaultPaymentMethodId = null,
            DeletedAt = null,
            FirstUserEventAt = null,
            AvatarUrl = CustomerRules.Avatar(row.CustomerEmail),
        },
        ownBillingName: row.BillingName,
        isKnownToProcessor: true);
}
