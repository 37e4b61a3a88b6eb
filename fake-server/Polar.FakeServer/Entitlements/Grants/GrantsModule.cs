using Polar.FakeServer.Customers;
using Polar.FakeServer.Customers.Members;
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
        .On<MemberDeleted>((transaction, deleted) => Delete(
            transaction, transaction.World.BenefitGrants.Of(deleted.Member.OrganizationId, BenefitGrantRow.ByMember, deleted.Member.Id)))
        .On<CustomerDeleted>((transaction, deleted) => Delete(
            transaction, transaction.World.BenefitGrants.OfCustomer(deleted.Customer.OrganizationId, deleted.Customer.Id)));

    private static void Delete(Transaction transaction, IEnumerable<BenefitGrantRow> grants)
    {
        foreach (var grant in grants.Where(grant => grant.IsGranted))
        {
            transaction.Enqueue(new DeleteGrantJob(grant.Id));
        }
    }
}
