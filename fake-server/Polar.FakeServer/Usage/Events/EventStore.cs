using System.Runtime.InteropServices;
using Polar.FakeServer.Storage;

namespace Polar.FakeServer.Usage.Events;

/// <summary>
/// All events of a world, as a value that only grows. An event is found by its id and by the merchant's own id; an organization's by when they happened,
/// those of a kind and of a customer without a look at any other. Versions share what they have in common.
/// </summary>
internal sealed partial record EventStore : IWorldPart<EventStore>
{
    private EventStore()
    {
    }

    /// <summary>The store without events.</summary>
    public static EventStore Empty { get; } = new();

    /// <inheritdoc/>
    public static PartDefinition<EventStore> Definition { get; } = new("events", Empty);

    /// <summary>How many events there are; the next one gets this number as its place.</summary>
    public int Count => Rows.Count;

    private AppendList<EventRow> Rows { get; init; } = AppendList<EventRow>.Empty;

    private HashedPlaces Ids { get; init; } = HashedPlaces.Empty;

    private HashedPlaces ExternalIds { get; init; } = HashedPlaces.Empty;

    private HashTrie<Guid, OrganizationEvents> Organizations { get; init; } = HashTrie<Guid, OrganizationEvents>.Empty(EqualityComparer<Guid>.Default);

    private HashTrie<EventKind, EventGroup> Kinds { get; init; } = HashTrie<EventKind, EventGroup>.Empty(EqualityComparer<EventKind>.Default);

    private HashTrie<CustomerKey, AppendList<int>> Customers { get; init; } =
        HashTrie<CustomerKey, AppendList<int>>.Empty(EqualityComparer<CustomerKey>.Default);

    /// <summary>The event at a place.</summary>
    public EventRow this[int place] => Rows[place];

    /// <summary>The events from a place on, in the order in which they were ingested.</summary>
    public IEnumerable<EventRow> From(int place)
    {
        for (; place < Count; place++)
        {
            yield return Rows[place];
        }
    }

    /// <summary>The event of that id.</summary>
    public EventRow? Find(Guid id)
    {
        foreach (var place in Ids.Find(HashOf(id)))
        {
            if (place < Rows.Count && Rows[place] is var row && row.Id == id)
            {
                return row;
            }
        }

        return null;
    }

    /// <summary>An organization's event by the merchant's own id of it.</summary>
    public EventRow? Find(Guid organization, string externalId)
    {
        foreach (var place in ExternalIds.Find(HashOf(organization, externalId)))
        {
            if (place < Rows.Count && Rows[place] is var row && row.ExternalId == externalId && row.OrganizationId == organization)
            {
                return row;
            }
        }

        return null;
    }

    /// <summary>The events of an organization.</summary>
    public OrganizationEvents OfOrganization(Guid organization) => Organizations.TryFind(organization, out var found) ? found : OrganizationEvents.None;

    /// <summary>The events of a kind.</summary>
    public EventGroup OfKind(EventKind kind) => Kinds.TryFind(kind, out var found) ? found : EventGroup.None;

    /// <summary>An organization's events that happened from one moment to another, this one excluded, in no order.</summary>
    public IEnumerable<EventRow> Between(Guid organization, DateTimeOffset from, DateTimeOffset to) =>
        Between(OfOrganization(organization).Events, row => row.OrganizationId == organization, from, to);

    /// <summary>The events of a kind that happened from one moment to another, this one excluded, in no order.</summary>
    public IEnumerable<EventRow> Between(EventKind kind, DateTimeOffset from, DateTimeOffset to) =>
        Between(OfKind(kind), row => row.Kind.Equals(kind), from, to);

    private IEnumerable<EventRow> Between(EventGroup group, Func<EventRow, bool> isOfGroup, DateTimeOffset from, DateTimeOffset to)
    {
        // Events lie in memory as they came. Where most of them are meant, to read on costs less than to jump from one to the next.
        const int Most = 4;
        var (start, end) = (from.UtcTicks, to.UtcTicks);
        return group.Times.CountBefore(end) - group.Times.CountBefore(start) > Rows.Count / Most
            ? Rows.Where(row => row.Ticks >= start && row.Ticks < end && isOfGroup(row))
            : Jumping(group.Times.UnorderedBetween(start, end));
    }

    private IEnumerable<EventRow> Jumping(IEnumerable<ReadOnlyMemory<int>> all)
    {
        foreach (var places in all)
        {
            for (var index = 0; index < places.Length; index++)
            {
                yield return Rows[places.Span[index]];
            }
        }
    }

    /// <summary>
    /// A customer's events, in the order in which they were ingested: those with Polar's id of it, and those with the merchant's, as far as each is known.
    /// </summary>
    public IReadOnlyList<EventRow> OfCustomer(Guid organization, Guid? customer, string? externalCustomer)
    {
        var byId = customer is { } id ? PlacesOf(new CustomerKey(organization, id, null)) : AppendList<int>.Empty;
        var byExternalId = externalCustomer is null ? AppendList<int>.Empty : PlacesOf(new CustomerKey(organization, default, externalCustomer));
        return new EventList(Rows, byId.Count == 0 ? byExternalId : byExternalId.Count == 0 ? byId : Merged(byId, byExternalId));
    }

    /// <summary>Whom the latest event of a customer is about, as it says it itself.</summary>
    public EventSubject? LatestSubject(Guid organization, EventSubject subject) =>
        CustomerKey.Of(organization, subject) is { } key && PlacesOf(key) is { Count: > 0 } places ? Rows[places[^1]].Subject : null;

    /// <summary>The kind of an organization's events, as they share it.</summary>
    public EventKind KindOf(Guid organization, string name, bool isSystem)
    {
        var wanted = new EventKind(organization, name, isSystem);
        return Kinds.TryFind(wanted, out var found) && found.Count > 0 ? Rows[found.Times.Any].Kind : wanted;
    }

    /// <summary>The store with these events, whose places follow its own.</summary>
    /// <param name="added">The events, none of which is there already.</param>
    /// <param name="completed">Those events, old and new, whose chain of parents is complete now; and all of them where no parents are meant.</param>
    public EventStore Append(IReadOnlyList<EventRow> added, out IReadOnlyList<EventRow> completed)
    {
        if (added is [{ Parent: null, MissingParent: null } only] && Waiting.Count == 0)
        {
            completed = added;
            return Append(only);
        }

        return Indexed(added).Linked(added, out completed);
    }

    /// <summary>The store with these events, none of which is linked to another so far.</summary>
    private EventStore Indexed(IReadOnlyList<EventRow> added)
    {
        var organizations = new Dictionary<Guid, EventBatch>();
        var kinds = new Dictionary<EventKind, EventBatch>();
        var customers = new Dictionary<CustomerKey, List<int>>();
        var (ids, externalIds) = (new EventBatch(), new EventBatch());
        foreach (var row in added)
        {
            ids.Add(HashOf(row.Id), row.Place);
            if (row.ExternalId is { } externalId)
            {
                externalIds.Add(HashOf(row.OrganizationId, externalId), row.Place);
            }

            BatchOf(organizations, row.OrganizationId).Add(row.Ticks, row.Place);
            BatchOf(kinds, row.Kind).Add(row.Ticks, row.Place);
            if (CustomerKey.Of(row) is { } customer)
            {
                (CollectionsMarshal.GetValueRefOrAddDefault(customers, customer, out _) ??= []).Add(row.Place);
            }
        }

        return this with
        {
            Rows = Rows.AddRange([.. added]),
            Ids = ids.AddTo(Ids, HashOfId),
            ExternalIds = externalIds.AddTo(ExternalIds, HashOfExternalId),
            Organizations = organizations.Aggregate(Organizations, (all, batch) => all.Set(batch.Key, With(batch.Key, batch.Value, kinds.Keys))),
            Kinds = kinds.Aggregate(Kinds, (all, batch) => all.Set(batch.Key, new EventGroup(batch.Value.AddTo(OfKind(batch.Key).Times)))),
            Customers = Customers.SetRange(
                [.. customers.Select(batch => KeyValuePair.Create(batch.Key, PlacesOf(batch.Key).AddRange(CollectionsMarshal.AsSpan(batch.Value))))]),
        };
    }

    /// <summary>The store with one more event, which belongs to no other and is called by nothing that others wait for.</summary>
    private EventStore Append(EventRow row) => this with
    {
        Rows = Rows.Add(row),
        Ids = Ids.AddRange([HashOf(row.Id)], [row.Place], HashOfId),
        ExternalIds = row.ExternalId is { } externalId
            ? ExternalIds.AddRange([HashOf(row.OrganizationId, externalId)], [row.Place], HashOfExternalId)
            : ExternalIds,
        Organizations = Organizations.Set(row.OrganizationId, With(OfOrganization(row.OrganizationId), row)),
        Kinds = Kinds.Set(row.Kind, new EventGroup(OfKind(row.Kind).Times.Add(row.Ticks, row.Place))),
        Customers = CustomerKey.Of(row) is { } customer ? Customers.Set(customer, PlacesOf(customer).Add(row.Place)) : Customers,
    };

    private OrganizationEvents With(OrganizationEvents before, EventRow row) => before with
    {
        Events = new EventGroup(before.Events.Times.Add(row.Ticks, row.Place)),
        Kinds = OfKind(row.Kind).Count == 0 ? before.Kinds.Add(row.Kind) : before.Kinds,
    };

    private long? HashOfId(int place) => place < Count ? HashOf(Rows[place].Id) : null;

    private long? HashOfExternalId(int place) =>
        place < Count && Rows[place] is { ExternalId: { } externalId } row ? HashOf(row.OrganizationId, externalId) : null;

    private static long HashOf(Guid id) => RowId.HashOf(id);

    private static long HashOf(Guid organization, string text)
    {
        const ulong Prime = 0x100000001B3;
        const ulong Mixer = 0x9E3779B97F4A7C15;
        var hash = unchecked((ulong)HashOf(organization));
        foreach (var letter in text)
        {
            hash = unchecked((hash ^ letter) * Prime);
        }

        hash = unchecked((hash ^ (hash >> 32)) * Mixer);
        return unchecked((long)(hash ^ (hash >> 29)));
    }

    private static EventBatch BatchOf<TKey>(Dictionary<TKey, EventBatch> batches, TKey key)
        where TKey : notnull => CollectionsMarshal.GetValueRefOrAddDefault(batches, key, out _) ??= new EventBatch();

    private static List<int> Merged(AppendList<int> left, AppendList<int> right)
    {
        var merged = new List<int>(left.Count + right.Count);
        var (a, b) = (0, 0);
        while (a < left.Count || b < right.Count)
        {
            merged.Add(b == right.Count || (a < left.Count && left[a] < right[b]) ? left[a++] : right[b++]);
        }

        return merged;
    }

    private OrganizationEvents With(Guid organization, EventBatch batch, IEnumerable<EventKind> kinds)
    {
        var before = OfOrganization(organization);
        return before with
        {
            Events = new EventGroup(batch.AddTo(before.Events.Times)),
            Kinds = before.Kinds.AddRange([.. kinds.Where(kind => kind.OrganizationId == organization && OfKind(kind).Count == 0)]),
        };
    }

    private AppendList<int> PlacesOf(CustomerKey key) => Customers.TryFind(key, out var found) ? found : AppendList<int>.Empty;

    /// <summary>A customer of an organization: Polar's id, or the merchant's.</summary>
    private sealed record CustomerKey(Guid Organization, Guid Id, string? ExternalId)
    {
        private readonly int _hash = HashCode.Combine(Organization, Id, ExternalId);

        public bool Equals(CustomerKey? other) =>
            other is not null && Id == other.Id && ExternalId == other.ExternalId && Organization == other.Organization;

        public override int GetHashCode() => _hash;

        public static CustomerKey? Of(EventRow row) => Of(row.OrganizationId, row.Subject);

        public static CustomerKey? Of(Guid organization, EventSubject subject) => subject switch
        {
            { CustomerId: { } id } => new CustomerKey(organization, id, null),
            { ExternalCustomerId: { } externalId } => new CustomerKey(organization, default, externalId),
            _ => null,
        };
    }

    /// <summary>Keys and places on their way into a map.</summary>
    private sealed class EventBatch
    {
        private readonly List<long> _keys = [];
        private readonly List<int> _places = [];

        public void Add(long key, int place)
        {
            _keys.Add(key);
            _places.Add(place);
        }

        public HashedPlaces AddTo(HashedPlaces places, Func<int, long?> hashOf) =>
            places.AddRange(CollectionsMarshal.AsSpan(_keys), CollectionsMarshal.AsSpan(_places), hashOf);

        public SortedRuns AddTo(SortedRuns runs) => runs.AddRange(CollectionsMarshal.AsSpan(_keys), CollectionsMarshal.AsSpan(_places));
    }
}
