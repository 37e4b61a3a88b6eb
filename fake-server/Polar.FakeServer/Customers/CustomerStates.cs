using System.Text.Json.Nodes;
using Polar.Functional.Contracts;

namespace Polar.FakeServer;

/// <summary>What a customer has at the moment.</summary>
internal static class CustomerStates
{
    public static CustomerState Of(World world, CustomerRow row)
    {
        var subscriptions = world.Subscriptions.OfCustomer(row.OrganizationId, row.Id)
            .Where(subscription => subscription.IsActive)
            .Select(subscription => Recast.Node(Recast.To<Subscription, CustomerStateSubscription>(SubscriptionProjection.Show(world, subscription))));
        var grants = world.BenefitGrants.OfCustomer(row.OrganizationId, row.Id)
            .Where(grant => grant.IsGranted)
            .Select(grant => Recast.Node(Show(world, grant)));
        (string, JsonNode?)[] members =
        [
            ("active_subscriptions", new JsonArray([.. subscriptions])),
            ("granted_benefits", new JsonArray([.. grants])),
            ("active_meters", new JsonArray()),
        ];
        return row.Shown is CustomerTeam
            ? Recast.To<Customer, CustomerStateTeam>(row.Shown, members)
            : Recast.To<Customer, CustomerStateIndividual>(row.Shown, members);
    }

    private static CustomerStateBenefitGrant Show(World world, BenefitGrantRow grant)
    {
        var benefit = world.Benefits[grant.BenefitId].Shown;
        return new CustomerStateBenefitGrant
        {
            Id = grant.Id,
            CreatedAt = grant.CreatedAt,
            ModifiedAt = grant.ModifiedAt,
            GrantedAt = grant.GrantedAt!.Value,
            BenefitId = grant.BenefitId,
            BenefitType = new BenefitType(benefit.Type),
            BenefitMetadata = benefit.Metadata,
            Properties = BenefitProjection.Properties(grant),
        };
    }
}
