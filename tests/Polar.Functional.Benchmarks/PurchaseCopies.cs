using Polar.FakeServer.Entitlements.Grants;
using Polar.FakeServer;
using Polar.FakeServer.Lists;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Entitlements.LicenseKeys;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Catalog.Benefits;
using Polar.FakeServer.Billing.Subscriptions;
using Polar.FakeServer.Billing.Orders;

namespace Polar.Benchmarks;

/// <summary>The first customer's purchase, copied for all others.</summary>
internal static class PurchaseCopies
{
    public static void Add(Transaction transaction, IReadOnlyList<CustomerRow> customers)
    {
        var world = transaction.World;
        var (organization, first) = (customers[0].OrganizationId, customers[0].Id);
        var subscription = world.Subscriptions.OfCustomer(organization, first)[0];
        var order = world.Orders.OfCustomer(organization, first)[0];
        var grant = world.BenefitGrants.OfCustomer(organization, first)[0];
        var key = world.LicenseKeys.OfCustomer(organization, first)[0];
        foreach (var customer in customers.Skip(1))
        {
            var ownSubscription = subscription with { Id = transaction.NewId(), CustomerId = customer.Id };
            var ownOrder = order with { Id = transaction.NewId(), CustomerId = customer.Id, SubscriptionId = ownSubscription.Id };
            var member = world.Members.OfCustomer(organization, customer.Id)[0].Id;
            var ownGrant = grant with
            {
                Id = transaction.NewId(),
                CustomerId = customer.Id,
                MemberId = member,
                SubscriptionId = ownSubscription.Id,
            };
            var ownKey = key with
            {
                Id = transaction.NewId(),
                CustomerId = customer.Id,
                MemberId = member,
                GrantId = ownGrant.Id,
                Key = LicenseKeyRules.NewKey(transaction, "ACME"),
            };
            transaction.Save(ownSubscription);
            transaction.Save(ownOrder);
            transaction.Save(ownGrant);
            transaction.Save(ownKey);
        }
    }
}
