using Polar.FakeServer.Billing.Subscriptions;
using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Customers.PaymentMethods;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Lists;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Portal.PaymentMethods;

/// <summary>How a card goes: what it still has to pay for needs another one.</summary>
internal static class PaymentMethodDeletion
{
    private static readonly Failure s_needed = new(
        400,
        "PaymentMethodInUseByActiveSubscription",
        "This payment method is still needed to bill a subscription. Add another one or cancel the subscription first.");

    public static Outcome<Nothing> Delete(Transaction transaction, CustomerRow customer, PaymentMethodRow method)
    {
        var users = transaction.World.Subscriptions.OfCustomer(customer.OrganizationId, customer.Id)
            .Where(row => row.PaymentMethodId == method.Id)
            .ToArray();
        var other = Other(transaction.World, customer, method);
        if (other is null && Array.Exists(users, NeedsPayment))
        {
            return s_needed;
        }

        foreach (var row in users)
        {
            SubscriptionRules.Save(transaction, row with { PaymentMethodId = NeedsPayment(row) ? other?.Id : null });
        }

        transaction.Save(method with { IsDeleted = true, ModifiedAt = transaction.Now });
        var wasDefault = customer.Resource.DefaultPaymentMethodId == method.Id;
        CustomerRules.Change(
            transaction, customer, wasDefault ? customer.Resource with { DefaultPaymentMethodId = null } : customer.Resource, touched: wasDefault);
        return default(Nothing);
    }

    /// <summary>What takes its place: the customer's default card, else the first of the others.</summary>
    private static PaymentMethodRow? Other(World world, CustomerRow customer, PaymentMethodRow method)
    {
        PaymentMethodRow[] others = [.. world.PaymentMethods.OfCustomer(customer.OrganizationId, customer.Id).Where(row => row.Id != method.Id)];
        return Array.Find(others, row => row.Id == customer.Resource.DefaultPaymentMethodId) ?? others.FirstOrDefault();
    }

    /// <summary>Whether there is something to come that has to be paid.</summary>
    private static bool NeedsPayment(SubscriptionRow row) =>
        row.EndedAt is null
        && (row.IsPaused ? row.ResumesAt is not null
            : row.IsActive && row.CancelAtPeriodEnd ? row.Prices.Any(price => !PriceKinds.IsStatic(price))
            : row.IsBillable);
}
