using Polar.FakeServer.Billing.Metering;
using Polar.FakeServer.Billing.Subscriptions;
using Polar.FakeServer.Catalog.Benefits;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Entitlements.Grants;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Generated;
using Polar.FakeServer.Lists;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Customers;

/// <summary>What a customer has at the moment.</summary>
internal static class CustomerStates
{
    public static CustomerState Of(World world, CustomerRow row)
    {
        var subscriptions = world.Subscriptions.OfCustomer(row.OrganizationId, row.Id)
            .Where(subscription => subscription.IsActive)
            .Select(subscription => SubscriptionProjection.ToResource(world, subscription)
                .ToCustomerStateSubscription(SubscriptionMeters.ToResources(world, subscription).Select(ToResource).ToValueList()))
            .ToValueList();
        var grants = world.BenefitGrants.OfCustomer(row.OrganizationId, row.Id)
            .Where(grant => grant.IsGranted)
            .Select(grant => ToResource(world, grant))
            .ToValueList();
        var meters = world.CustomerMeters.OfCustomer(row.OrganizationId, row.Id).Select(ToResource).ToValueList();
        return row.Resource switch
        {
            CustomerTeam team => team.ToCustomerStateTeam(subscriptions, grants, meters),
            CustomerIndividual individual => individual.ToCustomerStateIndividual(subscriptions, grants, meters),
            _ => throw new InvalidOperationException($"There are no customers of the type {row.Resource.Type}."),
        };
    }

    private static CustomerStateSubscriptionMeter ToResource(SubscriptionMeter meter) => new()
    {
        Id = meter.Id,
        CreatedAt = meter.CreatedAt,
        ModifiedAt = meter.ModifiedAt,
        ConsumedUnits = meter.ConsumedUnits,
        CreditedUnits = meter.CreditedUnits,
        Amount = meter.Amount,
        MeterId = meter.MeterId,
    };

    private static CustomerStateMeter ToResource(CustomerMeterRow meter) => new()
    {
        Id = meter.Id,
        CreatedAt = meter.CreatedAt,
        ModifiedAt = meter.ModifiedAt,
        MeterId = meter.MeterId,
        ConsumedUnits = meter.ConsumedUnits,
        CreditedUnits = meter.CreditedUnits,
        Balance = meter.Balance,
    };

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
            Properties = GrantProjection.Properties(grant),
        };
    }
}
