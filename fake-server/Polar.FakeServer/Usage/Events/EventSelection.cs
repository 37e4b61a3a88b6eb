using System.Runtime.InteropServices;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Lists;
using Polar.FakeServer.Storage;

namespace Polar.FakeServer.Usage.Events;

/// <summary>
/// Events that are asked for, before they are read: some index leads to them in the order of time, and conditions are tried on what it leads to. Without
/// conditions a page is read by rank.
/// </summary>
internal sealed class EventSelection
{
    private readonly EventStore _store;
    private readonly IReadOnlyList<Guid> _organizations;
    private readonly List<Func<EventRow, bool>> _conditions = [];
    private SortedRuns? _times;
    private long _from = long.MinValue;
    private long _to = long.MaxValue;

    /// <summary>All events of these organizations that can be shown.</summary>
    public EventSelection(World world, IReadOnlyList<Guid> organizations)
    {
        _store = world.UsageEvents;
        _organizations = organizations;
        if (organizations.Any(organization => _store.OfOrganization(organization).Unrooted > 0))
        {
            _conditions.Add(_store.IsRooted);
        }
    }

    /// <summary>Keeps what satisfies a condition.</summary>
    public EventSelection Where(Func<EventRow, bool> condition)
    {
        _conditions.Add(condition);
        return this;
    }

    /// <summary>Keeps what happened after a moment and before another.</summary>
    public EventSelection Between(DateTimeOffset? after, DateTimeOffset? before)
    {
        _from = after is { } start ? start.UtcTicks + 1 : _from;
        _to = before is { } end ? end.UtcTicks : _to;
        return this;
    }

    /// <summary>Keeps what is right below an event, or down to so many levels.</summary>
    public EventSelection Below(Guid parent, int depth)
    {
        var row = _store.Find(parent);
        return Narrow(
            () => Places(row is null || !_organizations.Contains(row.OrganizationId) ? [] : _store.DescendantsOf(row, depth).Select(below => below.Row)),
            _ => true);
    }

    /// <summary>Keeps what is about these customers.</summary>
    public EventSelection OfCustomers(EventCustomers? customers) =>
        customers is null ? this : Narrow(() => customers.Times(_store, _organizations), customers.Has);

    /// <summary>Keeps the kinds that are meant, of all that the organizations have.</summary>
    public EventSelection OfKinds(Func<EventKind, bool> isMeant) => Narrow(
        () => SortedRuns.Together(
            [.. _organizations.SelectMany(organization => _store.OfOrganization(organization).Kinds).Where(isMeant).Select(kind => _store.OfKind(kind).Times)]),
        row => isMeant(row.Kind));

    /// <summary>The events, in the order in which they happened or in the other one; and how many there are.</summary>
    public (List<EventRow> Rows, long Count) Page(bool isDescending, PageWindow window)
    {
        var times = Times();
        var (low, high) = (times.CountBefore(_from), times.CountBefore(_to));
        if (_conditions.Count == 0)
        {
            var start = (int)Math.Min(window.Start, high - low);
            var length = (int)Math.Min(window.End, high - low) - start;
            var places = isDescending ? times.Descending(times.Count - high + start) : times.Ascending(low + start);
            return ([.. places.Take(length).Select(place => _store[place])], Math.Max(0, high - low));
        }

        var rows = new List<EventRow>();
        var count = 0L;
        foreach (var row in InOrder(times, low, high, isDescending))
        {
            if (count >= window.Start && count < window.End)
            {
                rows.Add(row);
            }

            count++;
        }

        return (rows, count);
    }

    /// <summary>The events, in no order.</summary>
    public IEnumerable<EventRow> All()
    {
        foreach (var places in Times().UnorderedBetween(_from, _to))
        {
            for (var index = 0; index < places.Length; index++)
            {
                if (_store[places.Span[index]] is var row && IsMeant(row))
                {
                    yield return row;
                }
            }
        }
    }

    /// <summary>What of the events is known without reading them: all of a kind, where nothing narrows that down.</summary>
    public bool IsPlain => _times is null && _conditions.Count == 0 && _from == long.MinValue && _to == long.MaxValue;

    private static SortedRuns Places(IEnumerable<EventRow> rows)
    {
        var (keys, places) = (new List<long>(), new List<int>());
        foreach (var row in rows)
        {
            keys.Add(row.Ticks);
            places.Add(row.Place);
        }

        return SortedRuns.Empty.AddRange(CollectionsMarshal.AsSpan(keys), CollectionsMarshal.AsSpan(places));
    }

    private IEnumerable<EventRow> InOrder(SortedRuns times, int low, int high, bool isDescending)
    {
        var places = isDescending ? times.Descending(times.Count - high) : times.Ascending(low);
        foreach (var place in places.Take(high - low))
        {
            if (_store[place] is var row && IsMeant(row))
            {
                yield return row;
            }
        }
    }

    private bool IsMeant(EventRow row)
    {
        foreach (var condition in _conditions)
        {
            if (!condition(row))
            {
                return false;
            }
        }

        return true;
    }

    private SortedRuns Times() => _times
        ?? SortedRuns.Together([.. _organizations.Select(organization => _store.OfOrganization(organization).Events.Times)]);

    /// <summary>The first narrowing leads to the events; another one is a condition.</summary>
    private EventSelection Narrow(Func<SortedRuns> times, Func<EventRow, bool> condition)
    {
        if (_times is null)
        {
            _times = times();
            return this;
        }

        return Where(condition);
    }
}
