using Polar.FakeServer.Catalog.Benefits;
using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Execution;

namespace Polar.FakeServer.Entitlements.Grants;

/// <summary>Decides which benefits to grant and which to revoke, and has each done as a job of its own; revokes come first.</summary>
internal static class GrantPlanner
{
    /// <summary>Grants what the product has and the scope lacks; revokes what the product has no more.</summary>
    public static void Grant(Transaction transaction, GrantScope scope) => Plan(transaction, scope, isGrant: true);

    /// <summary>Revokes all that the scope has.</summary>
    public static void Revoke(Transaction transaction, GrantScope scope) => Plan(transaction, scope, isGrant: false);

    private static void Plan(Transaction transaction, GrantScope scope, bool isGrant)
    {
        var product = transaction.World.Products[scope.Product];
        var existing = GrantRows.OfScope(transaction.World, scope, product.OrganizationId).ToArray();
        var granted = existing.Where(row => row.IsGranted).ToArray();
        var kept = isGrant ? [] : product.Benefits.SelectMany(benefit => granted.Where(row => row.BenefitId == benefit));
        var outdated = granted.Where(row => !product.Benefits.Contains(row.BenefitId));
        foreach (var row in kept.Concat(outdated).ToArray())
        {
            transaction.Enqueue(new RevokeBenefitJob(row.Id));
        }

        // What was planned in the same step is not there yet, and must not stay.
        if (!isGrant && granted.Length < product.Benefits.Count)
        {
            transaction.Enqueue(new RevokeLateGrantsJob(scope));
        }

        // Who has yet to do something for a benefit gets it when that is done, not before.
        var settled = existing.Where(row => row.IsGranted || row.Error is not null).Select(row => row.BenefitId).ToHashSet();
        foreach (var benefit in product.Benefits.Where(benefit => isGrant && !settled.Contains(benefit)))
        {
            transaction.Enqueue(new GrantBenefitJob(scope, benefit));
        }
    }
}
