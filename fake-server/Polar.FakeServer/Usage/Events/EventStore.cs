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

    private SortedRuns Ids { get; init; } = SortedRuns.Empty;

    private SortedRuns ExternalIds { get; init; } = SortedRuns.Empty;

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
            if (Rows[place] is var row && row.Id == id)
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
            if (Rows[place] is var row && row.ExternalId == externalId && row.OrganizationId == organization)
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
    public IEnumerable<EventRow> Between(EventGroup group, DateTimeOffset from, DateTimeOffset to)
    {
        foreach (var places in group.Times.UnorderedBetween(from.UtcTicks, to.UtcTicks))
        {
            for (var index = 0; index < places.Length; index++)
            {
                yield return Rows[places.Span[index]];
            }
        }
    }

    /// <summary>All events of a group, in no order.</summary>
    public IEnumerable<EventRow> All(EventGroup group)
    {
        foreach (var places in group.Times.Unordered())
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

    /// <summary>The kind of an organization's events, as they share it.</summary>
    public EventKind KindOf(Guid organization, string name, bool isSystem)
    {
        var wanted = new EventKind(organization, name, isSystem);
        return Kinds.TryFind(wanted, out var found) && found.Count > 0 ? Rows[found.Times.Ascending().First()].Kind : wanted;
    }

    /// <summary>The store with these events, whose places follow its own.</summary>
    /// <param name="added">The events, none of which is there already.</param>
    /// <param name="completed">Those events, old and new, whose chain of parents is complete now; and all of them where no parents are meant.</param>
    public EventStore Append(IReadOnlyList<EventRow> added, out IReadOnlyList<EventRow> completed)
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

        var store = this with
        {
            Rows = Rows.AddRange([.. added]),
            Ids = ids.AddTo(Ids),
            ExternalIds = externalIds.AddTo(ExternalIds),
            Organizations = organizations.Aggregate(Organizations, (all, batch) => all.Set(batch.Key, With(batch.Key, batch.Value, kinds.Keys))),
            Kinds = kinds.Aggregate(Kinds, (all, batch) => all.Set(batch.Key, new EventGroup(batch.Value.AddTo(OfKind(batch.Key).Times)))),
            Customers = customers.Aggregate(
                Customers, (all, batch) => all.Set(batch.Key, PlacesOf(batch.Key).AddRange(CollectionsMarshal.AsSpan(batch.Value)))),
        };
        return store.Linked(added, out completed);
    }

    private static long HashOf(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes);
        return BitConverter.ToInt64(bytes);
    }

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

        public static CustomerKey? Of(EventRow row) => row.Subject switch
        {
            { CustomerId: { } id } => new CustomerKey(row.OrganizationId, id, null),
            { ExternalCustomerId: { } externalId } => new CustomerKey(row.OrganizationId, default, externalId),
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

        public SortedRuns AddTo(SortedRuns runs) => runs.AddRange(CollectionsMarshal.AsSpan(_keys), CollectionsMarshal.AsSpan(_places));
    }
}
