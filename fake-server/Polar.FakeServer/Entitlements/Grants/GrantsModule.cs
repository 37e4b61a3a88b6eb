using Polar.FakeServer.Customers;
using Polar.FakeServer.Entitlements.Grants.Strategies;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Generated;
using Polar.FakeServer.Identity;
using Polar.FakeServer.Lists;
using Polar.FakeServer.Registration;

namespace Polar.FakeServer.Entitlements.Grants;

/// <summary>Grants of benefits.</summary>
internal sealed class GrantsModule : IModule
{
    /// <inheritdoc/>
    public void Register(ModuleBuilder module) => module
        .Handle<IBenefitGrantsOperations>(new BenefitGrantsOperations())
        .Access("benefit-grants:", Permission.ViewCustomers, Permission.ManageCustomers)
        .Body("BenefitSlackSharedChannelCreateProperties", new ChannelTemplateRule())
        .On<CustomerDeleted>(Delete);

    private static void Delete(Transaction transaction, CustomerDeleted deleted)
    {
        var grants = transaction.World.BenefitGrants.OfCustomer(deleted.Customer.OrganizationId, deleted.Customer.Id);
        foreach (var grant in grants.Where(grant => grant.IsGranted))
        {
            transaction.Enqueue(new DeleteGrantJob(grant.Id));
        }
    }
}
