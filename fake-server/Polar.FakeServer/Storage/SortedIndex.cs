using System.Collections;
using System.Runtime.InteropServices;

namespace Polar.FakeServer.Storage;

/// <summary>Where a row stands in an order other than that of creation; among equals, as they were created.</summary>
/// <param name="Value">What is compared.</param>
/// <param name="Place">The row's place.</param>
internal sealed record SortedPlace(IComparable? Value, long Place)
{
    public static IComparer<SortedPlace> Order { get; } = Comparer<SortedPlace>.Create((left, right) =>
        NullsLast.Instance.Compare(left.Value, right.Value) is not 0 and var order ? order : left.Place.CompareTo(right.Place));
}

/// <summary>The places of a table's rows in one order, an organization's each.</summary>
/// <typeparam name="TRow">A row's type.</typeparam>
internal sealed class SortedIndex<TRow> : TableIndex<TRow>
    where TRow : class, IRow
{
    private static readonly OrderedSet<SortedPlace> s_none = OrderedSet<SortedPlace>.Empty(SortedPlace.Order);

    private readonly SortKey<TRow> _key;
    private readonly HashTrie<Guid, OrderedSet<SortedPlace>> _places;

    public SortedIndex(SortKey<TRow> key)
        : this(key, HashTrie<Guid, OrderedSet<SortedPlace>>.Empty(EqualityComparer<Guid>.Default))
    {
    }

    private SortedIndex(SortKey<TRow> key, HashTrie<Guid, OrderedSet<SortedPlace>> places)
    {
        _key = key;
        _places = places;
    }

    public OrderedSet<SortedPlace> Find(Guid organization) => _places.TryFind(organization, out var places) ? places : s_none;

    /// <inheritdoc/>
    public override TableIndex<TRow> With(long place, TRow? before, TRow? after, NumberedItems<TRow> rows)
    {
        var old = Sorted(place, before);
        var now = Sorted(place, after);
        if (old == now)
        {
            return this;
        }

        var organization = (after ?? before)!.OrganizationId;
        var places = Find(organization);
        places = old is null ? places : places.Remove(old);
        places = now is null ? places : places.Add(now);
        return new SortedIndex<TRow>(_key, _places.Set(organization, places));
    }

    /// <inheritdoc/>
    public override TableIndex<TRow> Filled(long[] places, TRow[] rows)
    {
        var found = new Dictionary<Guid, List<SortedPlace>>();
        for (var index = 0; index < rows.Length; index++)
        {
            if (Sorted(places[index], rows[index]) is { } sorted)
            {
                (CollectionsMarshal.GetValueRefOrAddDefault(found, rows[index].OrganizationId, out _) ??= []).Add(sorted);
            }
        }

        foreach (var all in found.Values)
        {
            all.Sort(SortedPlace.Order);
        }

        return new SortedIndex<TRow>(_key, HashTrie<Guid, OrderedSet<SortedPlace>>.Of(
            EqualityComparer<Guid>.Default,
            found.Select(entry => KeyValuePair.Create(
                entry.Key, OrderedSet<SortedPlace>.OfSorted(SortedPlace.Order, CollectionsMarshal.AsSpan(entry.Value))))));
    }

    private SortedPlace? Sorted(long place, TRow? row) => row is null or { IsDeleted: true } ? null : new SortedPlace(_key.Value(row), place);
}

/// <summary>Rows of a table in a kept order; a row is read only when it is asked for.</summary>
/// <typeparam name="TRow">A row's type.</typeparam>
internal sealed class SortedRows<TRow>(Table<TRow> table, OrderedSet<SortedPlace> places) : IReadOnlyList<TRow>
    where TRow : class, IRow
{
    public int Count => places.Count;

    public TRow this[int index] => table.At(places[index].Place);

    public IEnumerator<TRow> GetEnumerator() => places.Select(sorted => table.At(sorted.Place)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
