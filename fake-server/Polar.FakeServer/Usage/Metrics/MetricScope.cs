using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Time;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Usage.Metrics;

/// <summary>What metrics are computed of: which time, and whose things.</summary>
internal sealed class MetricScope
{
    private readonly HashSet<Guid>? _products;
    private readonly HashSet<Guid>? _customers;
    private readonly HashSet<string>? _externalCustomers;

    /// <summary>Narrows what is counted.</summary>
    /// <param name="world">The world.</param>
    /// <param name="periods">The time.</param>
    /// <param name="organizations">The organizations, all of which the caller may see.</param>
    /// <param name="products">Only things of these products; null for all.</param>
    /// <param name="billingTypes">Only things of products that are sold in one of these ways; null for all.</param>
    /// <param name="customers">Only things of these customers; null for all.</param>
    public MetricScope(
        World world,
        CalendarPeriods periods,
        IReadOnlyList<Guid> organizations,
        ValueList<Guid>? products,
        ValueList<ProductBillingType>? billingTypes,
        ValueList<Guid>? customers)
    {
        (World, Periods, Organizations) = (world, periods, organizations);
        _products = billingTypes is null ? products?.ToHashSet()
            : organizations.SelectMany(organization => world.Products.Of(organization))
                .Where(product => billingTypes.Contains(BillingType(product)) && products?.Contains(product.Id) != false)
                .Select(product => product.Id)
                .ToHashSet();
        _customers = customers?.ToHashSet();
        _externalCustomers = customers?.Select(id => world.Customers.Find(id))
            .Where(customer => customer is not null && organizations.Contains(customer.OrganizationId))
            .Select(customer => customer!.Resource.ExternalId)
            .OfType<string>()
            .ToHashSet();
    }

    public World World { get; }

    public CalendarPeriods Periods { get; }

    public IReadOnlyList<Guid> Organizations { get; }

    /// <summary>Whether something that a customer bought of a product counts.</summary>
    public bool Includes(Guid? product, Guid? customer) => IncludesProduct(product) && IncludesCustomer(customer);

    public bool IncludesProduct(Guid? product) => _products is null || (product is { } id && _products.Contains(id));

    public bool IncludesCustomer(Guid? customer) => _customers is null || (customer is { } id && _customers.Contains(id));

    /// <summary>Whether what somebody did counts who is known by an id, by the merchant's own id, or not at all.</summary>
    public bool IncludesActor(Guid? customer, string? externalCustomer) =>
        IncludesCustomer(customer) || (externalCustomer is not null && _externalCustomers!.Contains(externalCustomer));

    private static ProductBillingType BillingType(ProductRow product) =>
        product.Resource.IsRecurring ? ProductBillingType.Recurring : ProductBillingType.OneTime;
}
