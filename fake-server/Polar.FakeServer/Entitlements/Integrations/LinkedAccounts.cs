using Polar.FakeServer.Catalog.Benefits;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Entitlements.Grants;
using Polar.FakeServer.Entitlements.Grants.Strategies;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Lists;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Entitlements.Integrations;

/// <summary>The accounts that customers and their members have connected.</summary>
internal static class LinkedAccounts
{
    /// <summary>The account for a grant: the member's own, else the customer's.</summary>
    public static LinkedAccountRow? Find(World world, BenefitGrantRow grant, FakeIntegration service, string accountId)
    {
        var found = world.LinkedAccounts.OfCustomer(grant.OrganizationId, grant.CustomerId)
            .Where(row => row.Service == service && row.AccountId == accountId)
            .ToArray();
        return Array.Find(found, row => row.MemberId is not null && row.MemberId == grant.MemberId)
            ?? Array.Find(found, row => row.MemberId is null);
    }

    /// <summary>The accounts of a member, or of the customer itself, as the portal shows them.</summary>
    public static ValueMap<CustomerPortalOAuthAccount> ToResource(World world, CustomerRow customer, Guid? member) =>
        world.LinkedAccounts.OfCustomer(customer.OrganizationId, customer.Id)
            .Where(row => row.MemberId == member)
            .Select(row => KeyValuePair.Create(
                $"{row.Service.ToString().ToLowerInvariant()}:{row.AccountId}",
                new CustomerPortalOAuthAccount { AccountId = row.AccountId, AccountUsername = row.Username }))
            .ToValueMap();

    /// <summary>Connects an account; grants that have waited for one of its service are tried again with it.</summary>
    public static void Link(Transaction transaction, LinkedAccountRow account)
    {
        var world = transaction.World;
        var same = world.LinkedAccounts.OfCustomer(account.OrganizationId, account.CustomerId).FirstOrDefault(row =>
            row.MemberId == account.MemberId
            && row.Service == account.Service
            && row.AccountId == account.AccountId);
        transaction.Save(same is null ? account : account with { Id = same.Id, CreatedAt = same.CreatedAt });
        foreach (var grant in world.BenefitGrants.OfCustomer(account.OrganizationId, account.CustomerId))
        {
            var isTheirs = account.MemberId is null || grant.MemberId == account.MemberId;
            if (isTheirs && grant is { IsGranted: false, IsRevoked: false, Error: not null }
                && BenefitStrategy.Of(world.Benefits[grant.BenefitId].Resource) is IAccountStrategy strategy && strategy.Service == account.Service)
            {
                GrantRows.Save(transaction, grant with { Properties = strategy.WithAccount(grant, account.AccountId) });
                transaction.Enqueue(new UpdateGrantJob(grant.Id));
            }
        }
    }

}
