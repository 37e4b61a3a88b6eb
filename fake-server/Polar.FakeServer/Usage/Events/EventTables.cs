using Polar.FakeServer.Customers;
using Polar.FakeServer.Execution;

namespace Polar.FakeServer.Usage.Events;

/// <summary>The events of a world.</summary>
internal static class EventTables
{
    extension(World world)
    {
        public EventStore UsageEvents => world.Part<EventStore>();
    }

    /// <summary>A customer's events, by either id, in the order in which they were ingested.</summary>
    public static IReadOnlyList<EventRow> OfCustomer(this EventStore store, CustomerRow customer) =>
        store.OfCustomer(customer.OrganizationId, customer.Id, customer.Resource.ExternalId);

    /// <summary>The customer whom an event is about, once there is one; a customer who is gone is found by Polar's id only.</summary>
    public static CustomerRow? CustomerOf(this World world, EventRow row) =>
        row.Subject.CustomerId is { } id ? world.Customers.Find(id)
        : row.Subject.ExternalCustomerId is { } externalId ? world.Customers.Find(row.OrganizationId, CustomerRow.ByExternalId, externalId)
        : null;
}
