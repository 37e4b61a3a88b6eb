using Polar.FakeServer.Catalog.Benefits;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Lists;

namespace Polar.FakeServer.Entitlements.Grants;

/// <summary>Finds grants, and keeps them.</summary>
internal static class GrantRows
{
    /// <summary>The grants of an order or a subscription; of one member only, where the scope says so.</summary>
    public static IEnumerable<BenefitGrantRow> OfScope(World world, GrantScope scope, Guid organization) =>
        (scope.Member is { } member
            ? world.BenefitGrants.Of(organization, BenefitGrantRow.ByMember, member)
            : world.BenefitGrants.OfCustomer(organization, scope.Customer)).Where(scope.Covers);

    /// <summary>Those who have the benefit now.</summary>
    public static IEnumerable<BenefitGrantRow> GrantedOf(World world, BenefitRow benefit) =>
        world.BenefitGrants.Of(benefit.OrganizationId, BenefitGrantRow.ByBenefit, benefit.Id).Where(row => row.IsGranted);

    public static BenefitGrantRow Save(Transaction transaction, BenefitGrantRow row)
    {
        var before = transaction.World.BenefitGrants.Find(row.Id);
        return transaction.Save(before is null || row == before ? row : row with { ModifiedAt = transaction.Now });
    }
}
