using Polar.FakeServer.Billing.Metering;
using Polar.FakeServer.Billing.Subscriptions;
using Polar.FakeServer.Catalog.Benefits;
using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Entitlements.Grants;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Generated;
using Polar.FakeServer.Lists;
using Polar.FakeServer.Usage.CustomerMeters;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Portal;

/// <summary>What a customer has used and was given, as it sees it: of meters that it pays for or has credit of.</summary>
internal sealed class PortalCustomerMetersOperations : ICustomerPortalCustomerMetersOperations
{
    public Outcome<ListResource<CustomerCustomerMeter>> List(Transaction transaction, CustomerPortalCustomerMetersListQuery query)
    {
        var world = transaction.World;
        return world.CustomerMeters.Visible(transaction)
            .In(query.MeterId, CustomerMeterRow.ByMeter)
            .Where(row => IsShown(world, row))
            .ContainingLiterally(query.Query, row => world.Meters[row.MeterId].Resource.Name)
            .Sorted(
                query.Sorting,
                CustomerCustomerMeterSortProperty.ModifiedAtDescending,
                key => CustomerMetersOperations.SortKey(world, key))
            .Page(query.Page, query.Limit, row => ToResource(world, row));
    }

    public Outcome<CustomerCustomerMeter> Get(Transaction transaction, Guid id) =>
        transaction.World.CustomerMeters.Visible(transaction, id) is { } row && IsShown(transaction.World, row)
            ? ToResource(transaction.World, row)
            : Failure.NotFound;

    private static bool IsShown(World world, CustomerMeterRow row) =>
        !world.Meters[row.MeterId].IsArchived
        && (world.Subscriptions.OfCustomer(row.OrganizationId, row.CustomerId)
                .Any(subscription => subscription.IsActive && subscription.Meters.Exists(meter => meter.MeterId == row.MeterId))
            || world.BenefitGrants.OfCustomer(row.OrganizationId, row.CustomerId)
                .Any(grant => grant.IsGranted && (world.Benefits[grant.BenefitId].Resource as BenefitMeterCredit)?.Properties.MeterId == row.MeterId));

    private static CustomerCustomerMeter ToResource(World world, CustomerMeterRow row)
    {
        var meter = world.Meters[row.MeterId].Resource;
        return new CustomerCustomerMeter
        {
            Id = row.Id,
            CreatedAt = row.CreatedAt,
            ModifiedAt = row.ModifiedAt,
            CustomerId = row.CustomerId,
            MeterId = row.MeterId,
            ConsumedUnits = row.ConsumedUnits,
            CreditedUnits = row.CreditedUnits,
            Balance = row.Balance,
            Meter = new CustomerCustomerMeterMeter
            {
                Id = meter.Id,
                CreatedAt = meter.CreatedAt,
                ModifiedAt = meter.ModifiedAt,
                Name = meter.Name,
            },
        };
    }
}
