using Polar.FakeServer.Catalog.Benefits;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Entitlements.Grants.Strategies;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Lists;
using Polar.FakeServer.Organizations;
using Polar.FakeServer.Time;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Entitlements.Grants;

/// <summary>
/// What can be done with a grant. Each operation first does what the benefit's type asks for, then keeps the grant, then tells of it, and then has
/// the customer's state told.
/// </summary>
internal static class GrantRules
{
    /// <summary>Gives a customer a benefit, unless it has it already by the same purchase.</summary>
    public static void Grant(Transaction transaction, GrantScope scope, Guid benefitId)
    {
        var world = transaction.World;
        if (world.Benefits.Find(benefitId) is not { Resource.IsDeleted: false } benefit
            || world.Customers[scope.Customer].DeletedAt is not null
            || (scope.Member is { } holder && world.Members.Find(holder) is not { IsDeleted: false }))
        {
            return;
        }

        var member = scope.Member ?? Owner(world, benefit.OrganizationId, scope.Customer);
        var existing = GrantRows.OfScope(world, scope, benefit.OrganizationId)
            .FirstOrDefault(row => row.BenefitId == benefitId && row.MemberId == member);
        if (existing is { IsGranted: true })
        {
            return;
        }

        var grant = existing ?? new BenefitGrantRow
        {
            Id = transaction.NewId(),
            OrganizationId = benefit.OrganizationId,
            CreatedAt = transaction.Now,
            BenefitId = benefitId,
            CustomerId = scope.Customer,
            ProductId = scope.Product,
            MemberId = member,
            SubscriptionId = scope.Subscription,
            OrderId = scope.Order,
        };
        var outcome = BenefitStrategy.Of(benefit.Resource).Grant(transaction, benefit.Resource, grant, update: false);
        Tell(transaction, grant, benefit.Resource, "benefit.granted");
        Finish(transaction, grant, Granted(transaction, grant, outcome), "benefit_grant.created");
    }

    /// <summary>Gives a benefit anew: it was changed, or the customer did what was missing.</summary>
    public static void Update(Transaction transaction, BenefitGrantRow grant)
    {
        if (grant.IsRevoked || transaction.World.Customers[grant.CustomerId].DeletedAt is not null)
        {
            return;
        }

        var benefit = transaction.World.Benefits[grant.BenefitId].Resource;
        var outcome = BenefitStrategy.Of(benefit).Grant(transaction, benefit, grant, update: true);
        Finish(transaction, grant, Granted(transaction, grant, outcome), "benefit_grant.updated");
    }

    /// <summary>Renews a benefit with its subscription's period.</summary>
    public static void Cycle(Transaction transaction, BenefitGrantRow grant)
    {
        if (grant.IsRevoked)
        {
            return;
        }

        var benefit = transaction.World.Benefits[grant.BenefitId].Resource;
        var outcome = BenefitStrategy.Of(benefit).Cycle(transaction, benefit, grant);
        var cycled = outcome.ActionRequired is null ? grant with { Properties = outcome.Properties! } : Granted(transaction, grant, outcome);
        Finish(transaction, grant, cycled with { ModifiedAt = transaction.Now }, "benefit_grant.cycled");
    }

    /// <summary>Takes a benefit back; what the customer has by another purchase too, it keeps.</summary>
    public static void Revoke(Transaction transaction, BenefitGrantRow grant)
    {
        if (grant.IsRevoked)
        {
            return;
        }

        var benefit = transaction.World.Benefits[grant.BenefitId];
        var granted = transaction.World.BenefitGrants.Of(grant.OrganizationId, BenefitGrantRow.ByHolder, (grant.CustomerId, grant.BenefitId)).Count;
        var takesAccess = BenefitStrategy.Of(benefit.Resource).RevokesEachGrant || granted < 2;
        Tell(transaction, grant, benefit.Resource, "benefit.revoked");
        Finish(transaction, grant, Revoked(transaction, grant, benefit.Resource, takesAccess), "benefit_grant.revoked");
    }

    /// <summary>Takes a benefit back because it, the customer or the member is gone: nothing else keeps it, and no page is told.</summary>
    public static void Delete(Transaction transaction, BenefitGrantRow grant)
    {
        if (!grant.IsRevoked)
        {
            var benefit = transaction.World.Benefits[grant.BenefitId].Resource;
            Finish(transaction, grant, Revoked(transaction, grant, benefit, takesAccess: true), "benefit_grant.revoked");
        }
    }

    private static BenefitGrantRow Granted(Transaction transaction, BenefitGrantRow grant, GrantOutcome outcome)
    {
        var properties = outcome.Properties ?? grant.Properties;
        return outcome.ActionRequired is not { } message
            ? grant with { Properties = properties, GrantedAt = transaction.Now, RevokedAt = null, Error = null }
            : grant with
            {
                Properties = properties,
                GrantedAt = null,
                RevokedAt = null,
                Error = new BenefitGrantError
                {
                    Message = message,
                    Type = "BenefitActionRequiredError",
                    Timestamp = IsoInstant.Of(transaction.Now),
                },
            };
    }

    private static BenefitGrantRow Revoked(Transaction transaction, BenefitGrantRow grant, Benefit benefit, bool takesAccess)
    {
        // What the customer would have to do is of no interest any more: the grant is revoked either way.
        var left = takesAccess ? BenefitStrategy.Of(benefit).Revoke(transaction, benefit, grant) : default;
        return grant with
        {
            Properties = left.ActionRequired is null ? left.Properties ?? grant.Properties : grant.Properties,
            GrantedAt = null,
            RevokedAt = transaction.Now,
            Error = null,
        };
    }

    /// <summary>Tells the customer's pages, whether the benefit was given or the customer has to do something first.</summary>
    private static void Tell(Transaction transaction, BenefitGrantRow grant, Benefit benefit, string key) =>
        transaction.Notify(new PageNotice(grant.CustomerId, key, ("benefit_id", grant.BenefitId.ToString()), ("benefit_type", benefit.Type)));

    private static void Finish(Transaction transaction, BenefitGrantRow before, BenefitGrantRow after, string name)
    {
        var saved = GrantRows.Save(transaction, after);
        transaction.Raise(new GrantNoted(saved, name));
        transaction.Publish(saved.OrganizationId, name, world => GrantProjection.ShowInWebhook(world, saved, before.Properties));
        CustomerStateJob.Queue(transaction, saved.CustomerId);
    }

    /// <summary>The member whose grants are the customer's own; none where the organization does without members.</summary>
    private static Guid? Owner(World world, Guid organization, Guid customer) =>
        world.Organizations[organization].HasMemberModel ? CustomerRules.Owner(world, world.Customers[customer])?.Id : null;
}
