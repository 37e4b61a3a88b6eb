using Polar.Functional.Contracts;

namespace Polar.FakeServer;

/// <summary>Gives a customer a benefit.</summary>
internal sealed record GrantBenefitJob(GrantScope Scope, Guid Benefit) : IJob
{
    public void Run(Transaction transaction)
    {
        var world = transaction.World;
        var benefit = world.Benefits[Benefit];
        var existing = world.BenefitGrants.OfCustomer(benefit.OrganizationId, Scope.Customer)
            .FirstOrDefault(row => Scope.Covers(row) && row.BenefitId == Benefit);
        if (existing is { IsGranted: true })
        {
            return;
        }

        var row = existing ?? new BenefitGrantRow
        {
            Id = transaction.NewId(),
            OrganizationId = benefit.OrganizationId,
            CreatedAt = transaction.Now,
            BenefitId = Benefit,
            CustomerId = Scope.Customer,
            SubscriptionId = Scope.Subscription,
            OrderId = Scope.Order,
            MemberId = world.Members.OfCustomer(benefit.OrganizationId, Scope.Customer)
                .FirstOrDefault(member => member.Shown.Role == MemberRole.Owner)?.Id,
        };
        var before = row.KeyProperties;
        if (benefit.Shown is BenefitLicenseKeys keys)
        {
            var key = LicenseKeyRules.Grant(transaction, row, keys);
            row = row with { LicenseKeyId = key.Id, DisplayKey = key.DisplayKey };
        }

        row = row with
        {
            GrantedAt = transaction.Now,
            RevokedAt = null,
            ModifiedAt = existing is null ? null : transaction.Now,
        };
        transaction.World = transaction.World with
        {
            BenefitGrants = existing is null ? transaction.World.BenefitGrants.Add(row) : transaction.World.BenefitGrants.Update(row),
        };
        transaction.Publish(row.OrganizationId, "benefit_grant.created", BenefitProjection.ShowInWebhook(transaction.World, row, before));
        CustomerStateJob.Queue(transaction, row.CustomerId);
    }
}

/// <summary>Takes a benefit back.</summary>
internal sealed record RevokeBenefitJob(Guid Grant) : IJob
{
    public void Run(Transaction transaction)
    {
        if (transaction.World.BenefitGrants.Find(Grant) is not { IsGranted: true } row)
        {
            return;
        }

        if (row.LicenseKeyId is { } key)
        {
            LicenseKeyRules.Revoke(transaction, key);
        }

        var revoked = row with { RevokedAt = transaction.Now, ModifiedAt = transaction.Now };
        transaction.World = transaction.World with { BenefitGrants = transaction.World.BenefitGrants.Update(revoked) };
        transaction.Publish(
            row.OrganizationId, "benefit_grant.revoked", BenefitProjection.ShowInWebhook(transaction.World, revoked, row.KeyProperties));
        CustomerStateJob.Queue(transaction, row.CustomerId);
    }
}

/// <summary>Renews a benefit with its subscription's period.</summary>
internal sealed record CycleBenefitJob(Guid Grant) : IJob
{
    public void Run(Transaction transaction)
    {
        if (transaction.World.BenefitGrants.Find(Grant) is not { IsGranted: true } row)
        {
            return;
        }

        var cycled = row with { ModifiedAt = transaction.Now };
        transaction.World = transaction.World with { BenefitGrants = transaction.World.BenefitGrants.Update(cycled) };
        transaction.Publish(
            row.OrganizationId, "benefit_grant.cycled", BenefitProjection.ShowInWebhook(transaction.World, cycled, row.KeyProperties));
        CustomerStateJob.Queue(transaction, row.CustomerId);
    }
}
