using System.Text.Json.Nodes;
using Polar.FakeServer.Billing.Subscriptions;
using Polar.FakeServer.Catalog.Benefits;
using Polar.FakeServer.Entitlements.Grants;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Lists;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Customers;

/// <summary>What a customer has at the moment.</summary>
internal static class CustomerStates
{
    public static CustomerState Of(World world, CustomerRow row)
    {
        var subscriptions = world.Subscriptions.OfCustomer(row.OrganizationId, row.Id)
            .Where(subscription => subscription.IsActive)
            .Select(subscription => Recast.Node(Recast.To<Subscription, CustomerStateSubscription>(SubscriptionProjection.ToResource(world, subscription))));
        var grants = world.BenefitGrants.OfCustomer(row.OrganizationId, row.Id)
            .Where(grant => grant.IsGranted)
            .Select(grant => Recast.Node(ToResource(world, grant)));
        (string, JsonNode?)[] members =
        [
            ("active_subscriptions", new JsonArray([.. subscriptions])),
            ("granted_benefits", new JsonArray([.. grants])),
            ("active_meters", new JsonArray()),
        ];
        return row.Resource is CustomerTeam
            ? Recast.To<Customer, CustomerStateTeam>(row.Resource, members)
            : Recast.To<Customer, CustomerStateIndividual>(row.Resource, members);
    }

    private static CustomerStateBenefitGrant ToResource(World world, BenefitGrantRow grant)
    {
        var benefit = world.Benefits[grant.BenefitId].Resource;
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
