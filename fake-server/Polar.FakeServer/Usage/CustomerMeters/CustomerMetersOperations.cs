using Polar.FakeServer.Billing.Metering;
using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Generated;
using Polar.FakeServer.Lists;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Usage.CustomerMeters;

/// <summary>What customers have used and were given, as the merchant sees it.</summary>
internal sealed class CustomerMetersOperations : ICustomerMetersOperations
{
    public Outcome<ListResource<CustomerMeter>> List(Transaction transaction, CustomerMetersListQuery query)
    {
        var world = transaction.World;
        var rows = world.CustomerMeters.Visible(transaction, query.OrganizationId)
            .OfCustomers(query.CustomerId)
            .OfExternalCustomers(transaction, query.ExternalCustomerId)
            .In(query.MeterId, CustomerMeterRow.ByMeter)
            .Where(row => world.Customers[row.CustomerId].DeletedAt is null);
        return (query.MeterId is null ? rows.Where(row => !world.Meters[row.MeterId].IsArchived) : rows)
            .Sorted(query.Sorting, CustomerMeterSortProperty.ModifiedAtDescending, key => SortKey(world, key))
            .Page(query.Page, query.Limit, row => ToResource(world, row));
    }

    public Outcome<CustomerMeter> Get(Transaction transaction, Guid id) =>
        transaction.World.CustomerMeters.Visible(transaction, id) is { } row && transaction.World.Customers[row.CustomerId].DeletedAt is null
            ? ToResource(transaction.World, row)
            : Failure.NotFound;

    /// <summary>What a criterion compares; the portal has the same ones.</summary>
    public static Func<CustomerMeterRow, IComparable?> SortKey(World world, string key) => key switch
    {
        "modified_at" => row => row.ModifiedAt,
        "customer_id" => row => row.CustomerId.ToString(),
        "customer_name" => row => world.Customers[row.CustomerId].Resource.Name,
        "meter_id" => row => row.MeterId.ToString(),
        "meter_name" => row => world.Meters[row.MeterId].Resource.Name.ToLowerInvariant(),
        "consumed_units" => row => row.ConsumedUnits,
        "credited_units" => row => row.CreditedUnits,
        "balance" => row => row.Balance,
        _ => row => row.CreatedAt,
    };

    public static CustomerMeter ToResource(World world, CustomerMeterRow row) => new()
    {
        Id = row.Id,
        CreatedAt = row.CreatedAt,
        ModifiedAt = row.ModifiedAt,
        CustomerId = row.CustomerId,
        MeterId = row.MeterId,
        ConsumedUnits = row.ConsumedUnits,
        CreditedUnits = row.CreditedUnits,
        Balance = row.Balance,
        Customer = world.Customers[row.CustomerId].Resource,
        Meter = world.Meters[row.MeterId].Resource,
    };
}
