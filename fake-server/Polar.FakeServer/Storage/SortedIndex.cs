using System.Collections;
using System.Collections.Immutable;
using Polar.FakeServer.Lists;
using Polar.FakeServer.Validation;

namespace Polar.FakeServer.Storage;

/// <summary>Where a row stands in an order other than that of creation; among equals, as they were created.</summary>
internal sealed record SortedPlace(IComparable? Value, RowPlace Row) : IComparable<SortedPlace>
{
    public int CompareTo(SortedPlace? other) =>
        Ordering.NullsLast.Instance.Compare(Value, other!.Value) is not 0 and var order ? order : Row.CompareTo(other.Row);
}

/// <summary>The places of a table's rows in one order, an organization's each.</summary>
/// <typeparam name="TRow">A row's type.</typeparam>
internal sealed class SortedIndex<TRow> : TableIndex<TRow>
    where TRow : class, IRow
{
    private readonly SortKey<TRow> _key;
    private readonly ImmutableDictionary<Guid, ImmutableSortedSet<SortedPlace>> _places;

    public SortedIndex(SortKey<TRow> key)
        : this(key, ImmutableDictionary<Guid, ImmutableSortedSet<SortedPlace>>.Empty)
    {
    }

    private SortedIndex(SortKey<TRow> key, ImmutableDictionary<Guid, ImmutableSortedSet<SortedPlace>> places)
    {
        _key = key;
        _places = places;
    }

    public ImmutableSortedSet<SortedPlace> Find(Guid organization) => _places.GetValueOrDefault(organization, []);

    /// <inheritdoc/>
    public override TableIndex<TRow> With(long sequence, TRow? before, TRow? after)
    {
        var old = ErrorLocation(sequence, before);
        var now = ErrorLocation(sequence, after);
        if (old == now)
        {
            return this;
        }

        var organization = (after ?? before)!.OrganizationId;
        var places = Find(organization);
        places = old is null ? places : places.Remove(old);
        places = now is null ? places : places.Add(now);
        return new SortedIndex<TRow>(_key, _places.SetItem(organization, places));
    }

    private SortedPlace? ErrorLocation(long sequence, TRow? row) =>
        row is null or { IsDeleted: true } ? null : new SortedPlace(_key.Value(row), new RowPlace(sequence, row.Id));
}

/// <summary>Rows of a table in a kept order; a row is read only when it is asked for.</summary>
/// <typeparam name="TRow">A row's type.</typeparam>
internal sealed class SortedRows<TRow>(Table<TRow> table, ImmutableSortedSet<SortedPlace> places) : IReadOnlyList<TRow>
    where TRow : class, IRow
{
    public int Count => places.Count;

    public TRow this[int index] => table[places[index].Row.Id];

    public IEnumerator<TRow> GetEnumerator() => places.Select(place => table[place.Row.Id]).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
