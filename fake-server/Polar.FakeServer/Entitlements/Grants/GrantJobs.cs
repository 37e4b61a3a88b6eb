using Polar.FakeServer.Catalog.Benefits;
using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Execution;

namespace Polar.FakeServer.Entitlements.Grants;

/// <summary>Gives a customer a benefit.</summary>
internal sealed record GrantBenefitJob(GrantScope Scope, Guid Benefit) : IJob
{
    public void Run(Transaction transaction) => GrantRules.Grant(transaction, Scope, Benefit);
}

/// <summary>Takes back what was given to a scope while its end was under way.</summary>
internal sealed record RevokeLateGrantsJob(GrantScope Scope) : IJob
{
    public void Run(Transaction transaction)
    {
        var organization = transaction.World.Products[Scope.Product].OrganizationId;
        foreach (var row in GrantRows.OfScope(transaction.World, Scope, organization).Where(row => row.IsGranted).ToArray())
        {
            GrantRules.Revoke(transaction, row);
        }
    }
}

/// <summary>Does something with a grant that is there.</summary>
internal abstract record GrantJob(Guid Grant) : IJob
{
    public void Run(Transaction transaction)
    {
        if (transaction.World.BenefitGrants.Find(Grant) is { } row)
        {
            Run(transaction, row);
        }
    }

    protected abstract void Run(Transaction transaction, BenefitGrantRow grant);
}

/// <summary>Gives a benefit anew.</summary>
internal sealed record UpdateGrantJob(Guid Grant) : GrantJob(Grant)
{
    protected override void Run(Transaction transaction, BenefitGrantRow grant) => GrantRules.Update(transaction, grant);
}

/// <summary>Renews a benefit with its subscription's period.</summary>
internal sealed record CycleBenefitJob(Guid Grant) : GrantJob(Grant)
{
    protected override void Run(Transaction transaction, BenefitGrantRow grant) => GrantRules.Cycle(transaction, grant);
}

/// <summary>Takes a benefit back.</summary>
internal sealed record RevokeBenefitJob(Guid Grant) : GrantJob(Grant)
{
    protected override void Run(Transaction transaction, BenefitGrantRow grant) => GrantRules.Revoke(transaction, grant);
}

/// <summary>Takes a benefit back because it, the customer or the member is gone.</summary>
internal sealed record DeleteGrantJob(Guid Grant) : GrantJob(Grant)
{
    protected override void Run(Transaction transaction, BenefitGrantRow grant) => GrantRules.Delete(transaction, grant);
}
