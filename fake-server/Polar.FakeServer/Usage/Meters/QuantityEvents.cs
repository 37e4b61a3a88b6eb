using Polar.FakeServer.Catalog.Meters;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Usage.Events;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Usage.Meters;

/// <summary>The events that quantities are asked of, before the meter's filter is tried: found by customer, by kind, or by time, whichever leaves fewest.</summary>
internal static class QuantityEvents
{
    /// <summary>The events that can be meant.</summary>
    /// <param name="world">The world.</param>
    /// <param name="meter">The meter.</param>
    /// <param name="gauge">What it measures.</param>
    /// <param name="query">What is asked.</param>
    /// <param name="range">From when to when they happened, where that is known to matter; the end is excluded.</param>
    public static IEnumerable<EventRow> Of(
        World world, MeterRow meter, MeterGauge gauge, MetersQuantitiesQuery query, (DateTimeOffset Start, DateTimeOffset End)? range)
    {
        var store = world.UsageEvents;
        var (start, end) = range ?? (DateTimeOffset.MinValue, DateTimeOffset.MaxValue);
        var found = query.CustomerId is null && query.ExternalCustomerId is null
            ? Between(store, meter.OrganizationId, gauge, start, end)
            : Customers(world, meter.OrganizationId, query).SelectMany(subject => store.OfCustomer(meter.OrganizationId, subject.Id, subject.ExternalId));
        return query.Metadata is null ? found : found.Where(row => HasMetadata(row, query.Metadata));
    }

    private static IEnumerable<EventRow> Between(EventStore store, Guid organization, MeterGauge gauge, DateTimeOffset start, DateTimeOffset end) =>
        gauge.Name is { } name
            ? store.Between(new EventKind(organization, name, IsSystem: false), start, end)
                .Concat(store.Between(new EventKind(organization, name, IsSystem: true), start, end))
            : store.Between(organization, start, end);

    /// <summary>Everything that the asked customers are called by; a name that no customer has may be an event's all the same.</summary>
    private static IEnumerable<(Guid? Id, string? ExternalId)> Customers(World world, Guid organization, MetersQuantitiesQuery query)
    {
        var known = (query.CustomerId ?? []).Select(world.Customers.Find)
            .Concat((query.ExternalCustomerId ?? []).Select(externalId => world.Customers.Find(organization, CustomerRow.ByExternalId, externalId)))
            .OfType<CustomerRow>()
            .Where(customer => customer.OrganizationId == organization && customer.DeletedAt is null)
            .DistinctBy(customer => customer.Id)
            .ToArray();
        return known.Select(customer => ((Guid?)customer.Id, customer.Resource.ExternalId))
            .Concat((query.ExternalCustomerId ?? [])
                .Distinct()
                .Where(externalId => !known.Any(customer => customer.Resource.ExternalId == externalId))
                .Select(externalId => ((Guid?)null, (string?)externalId)));
    }

    private static bool HasMetadata(EventRow row, ValueMap<ValueList<string>> asked) =>
        asked.All(entry => row.Metadata.Find(entry.Key).Shown is { } shown && entry.Value.Contains(shown));
}
