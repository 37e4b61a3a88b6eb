using Polar.FakeServer.Customers;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Storage;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Usage.Events;

/// <summary>The customers whose events are asked for. Each is meant by both of its ids, whichever was given.</summary>
internal sealed class EventCustomers
{
    private readonly HashSet<Guid> _ids;
    private readonly HashSet<string> _externalIds;

    private EventCustomers(HashSet<Guid> ids, HashSet<string> externalIds)
    {
        _ids = ids;
        _externalIds = externalIds;
    }

    /// <summary>The customers of a request; null where it asks for none in particular.</summary>
    public static EventCustomers? Of(World world, IReadOnlyList<Guid> organizations, ValueList<Guid>? ids, ValueList<string>? externalIds)
    {
        if (ids is null && externalIds is null)
        {
            return null;
        }

        HashSet<Guid> all = [.. ids ?? []];
        HashSet<string> allExternal = [.. externalIds ?? []];
        foreach (var id in ids ?? [])
        {
            if (world.Customers.Find(id) is { IsDeleted: false, Resource.ExternalId: { } externalId } row && organizations.Contains(row.OrganizationId))
            {
                allExternal.Add(externalId);
            }
        }

        foreach (var row in externalIds is null ? [] : world.Customers.Of(organizations, CustomerRow.ByExternalId, externalIds))
        {
            all.Add(row.Id);
        }

        return new EventCustomers(all, allExternal);
    }

    /// <summary>Whether an event is about one of them.</summary>
    public bool Has(EventRow row) =>
        (row.Subject.CustomerId is { } id && _ids.Contains(id))
        || (row.Subject.ExternalCustomerId is { } externalId && _externalIds.Contains(externalId));

    /// <summary>Their events, by when they happened.</summary>
    public SortedRuns Times(EventStore store, IReadOnlyList<Guid> organizations)
    {
        var (keys, places) = (new List<long>(), new List<int>());
        foreach (var organization in organizations)
        {
            var lists = _ids.Select(id => store.OfCustomer(organization, id, null))
                .Concat(_externalIds.Select(externalId => store.OfCustomer(organization, null, externalId)));
            foreach (var row in lists.SelectMany(list => list))
            {
                keys.Add(row.Ticks);
                places.Add(row.Place);
            }
        }

        return SortedRuns.Empty.AddRange(
            System.Runtime.InteropServices.CollectionsMarshal.AsSpan(keys), System.Runtime.InteropServices.CollectionsMarshal.AsSpan(places));
    }
}
