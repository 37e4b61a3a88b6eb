namespace Polar.FakeServer;

/// <summary>Finds grants, and keeps them.</summary>
internal static class GrantRows
{
    /// <summary>The grants of an order or a subscription; of one member only, where the scope says so.</summary>
    public static IEnumerable<BenefitGrantRow> OfScope(World world, GrantScope scope, Guid organization) =>
        world.BenefitGrants.OfCustomer(organization, scope.Customer).Where(scope.Covers);

    public static IEnumerable<BenefitGrantRow> OfSubscription(World world, SubscriptionRow subscription) =>
        world.BenefitGrants.OfCustomer(subscription.OrganizationId, subscription.CustomerId).Where(row => row.SubscriptionId == subscription.Id);

    /// <summary>Those who have the benefit now.</summary>
    public static IEnumerable<BenefitGrantRow> GrantedOf(World world, BenefitRow benefit) =>
        world.BenefitGrants.Of(benefit.OrganizationId, BenefitGrantRow.ByBenefit, benefit.Id).Where(row => row.IsGranted);

    public static BenefitGrantRow Save(Transaction transaction, BenefitGrantRow row)
    {
        var grants = transaction.World.BenefitGrants;
        if (grants.Find(row.Id) is not { } before)
        {
            transaction.World = transaction.World with { BenefitGrants = grants.Add(row) };
            return row;
        }

        var saved = row == before ? row : row with { ModifiedAt = transaction.Now };
        transaction.World = transaction.World with { BenefitGrants = grants.Update(saved) };
        return saved;
    }
}
