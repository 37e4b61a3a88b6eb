using Polar.FakeServer.Storage;

namespace Polar.FakeServer.Usage.Events;

/// <summary>
/// Which events belong to which. A parent may come after its children: until the chain from an event to its beginning is complete, the event counts, but
/// nobody is shown it.
/// </summary>
internal sealed partial record EventStore
{
    private HashTrie<int, AppendList<int>> Children { get; init; } = HashTrie<int, AppendList<int>>.Empty(EqualityComparer<int>.Default);

    /// <summary>Parents that came after their children, by the children's places.</summary>
    private HashTrie<int, EventRow> LateParents { get; init; } = HashTrie<int, EventRow>.Empty(EqualityComparer<int>.Default);

    /// <summary>Who waits for a parent, by what this is called.</summary>
    private HashTrie<ParentName, AppendList<int>> Waiting { get; init; } = HashTrie<ParentName, AppendList<int>>.Empty(EqualityComparer<ParentName>.Default);

    private HashTrie<int, bool> Unrooted { get; init; } = HashTrie<int, bool>.Empty(EqualityComparer<int>.Default);

    /// <summary>The event that another belongs to, once it is there.</summary>
    public EventRow? ParentOf(EventRow row) => row.Parent
        ?? (row.MissingParent is not null && LateParents.TryFind(row.Place, out var late) ? late : null);

    /// <summary>Whether the chain from the event to its beginning is complete.</summary>
    public bool IsRooted(EventRow row) => Unrooted.Count == 0 || !Unrooted.TryFind(row.Place, out _);

    /// <summary>The events that belong to another right away.</summary>
    public IEnumerable<EventRow> ChildrenOf(EventRow row) => Children.Count == 0 ? [] : ChildrenOf(row.Place).Select(place => Rows[place]);

    /// <summary>All events below another, with how many levels they are below it, down to a level.</summary>
    public IEnumerable<(EventRow Row, int Depth)> DescendantsOf(EventRow row, int deepest = int.MaxValue)
    {
        var left = new Queue<(EventRow Row, int Depth)>([(row, 0)]);
        while (left.TryDequeue(out var next))
        {
            foreach (var child in next.Depth < deepest ? ChildrenOf(next.Row) : [])
            {
                yield return (child, next.Depth + 1);
                left.Enqueue((child, next.Depth + 1));
            }
        }
    }

    /// <summary>Whether an event has at most so many above it.</summary>
    public bool IsWithin(EventRow row, long depth)
    {
        for (var above = ParentOf(row); above is not null; above = ParentOf(above))
        {
            if (--depth < 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The event that a name means: the merchant's own id before Polar's.</summary>
    public EventRow? FindParent(Guid organization, string name) =>
        Find(organization, name) ?? (Guid.TryParse(name, out var id) && Find(id) is { } row && row.OrganizationId == organization ? row : null);

    private static ParentName[] NamesOf(EventRow row) => row.ExternalId is { } externalId
        ? [new(row.OrganizationId, externalId), new(row.OrganizationId, row.Id.ToString())]
        : [new(row.OrganizationId, row.Id.ToString())];

    private EventStore Linked(IReadOnlyList<EventRow> added, out IReadOnlyList<EventRow> completed)
    {
        if (Waiting.Count == 0 && added.All(row => row is { Parent: null, MissingParent: null }))
        {
            completed = added;
            return this;
        }

        var store = this;
        var ready = new List<EventRow>();
        var frontier = new Queue<EventRow>();
        foreach (var row in added)
        {
            if (row is { Parent: null, MissingParent: null })
            {
                ready.Add(row);
                continue;
            }

            store = store.WithUnrooted(row, true);
            var parent = row.Parent ?? store.FindParent(row.OrganizationId, row.MissingParent!);
            store = parent is null || parent.Place == row.Place
                ? store with { Waiting = store.Waiting.Set(NameOf(row), store.WaitingFor(NameOf(row)).Add(row.Place)) }
                : store.WithParent(row, parent);
            frontier.Enqueue(row);
        }

        foreach (var row in added)
        {
            foreach (var name in Waiting.Count == 0 ? [] : NamesOf(row))
            {
                var waiting = store.WaitingFor(name);
                store = waiting.Count == 0 ? store : store with { Waiting = store.Waiting.Remove(name) };
                foreach (var place in waiting)
                {
                    var child = store.Rows[place];
                    store = place == row.Place
                        ? store with { Waiting = store.Waiting.Set(name, store.WaitingFor(name).Add(place)) }
                        : store.WithParent(child, row);
                    frontier.Enqueue(child);
                }
            }
        }

        while (frontier.TryDequeue(out var row))
        {
            if (!store.IsRooted(row) && store.ParentOf(row) is { } parent && store.IsRooted(parent))
            {
                store = store.WithUnrooted(row, false);
                ready.Add(row);
                foreach (var child in store.ChildrenOf(row))
                {
                    frontier.Enqueue(child);
                }
            }
        }

        completed = ready;
        return store;
    }

    private static ParentName NameOf(EventRow row) => new(row.OrganizationId, row.MissingParent!);

    private AppendList<int> ChildrenOf(int place) => Children.TryFind(place, out var found) ? found : AppendList<int>.Empty;

    private AppendList<int> WaitingFor(ParentName name) => Waiting.TryFind(name, out var found) ? found : AppendList<int>.Empty;

    private EventStore WithParent(EventRow row, EventRow parent) => this with
    {
        LateParents = row.Parent is null ? LateParents.Set(row.Place, parent) : LateParents,
        Children = Children.Set(parent.Place, ChildrenOf(parent.Place).Add(row.Place)),
    };

    private EventStore WithUnrooted(EventRow row, bool isUnrooted)
    {
        var organization = OfOrganization(row.OrganizationId);
        return this with
        {
            Unrooted = isUnrooted ? Unrooted.Set(row.Place, true) : Unrooted.Remove(row.Place),
            Organizations = Organizations.Set(row.OrganizationId, organization with { Unrooted = organization.Unrooted + (isUnrooted ? 1 : -1) }),
        };
    }

    /// <summary>What an organization's event is called by those that belong to it.</summary>
    private sealed record ParentName(Guid Organization, string Name);
}
