using System.Collections.Immutable;

namespace Polar.FakeServer.Storage;

/// <summary>Where a row stands in its table: rows are numbered as they come, which is the order of their creation.</summary>
internal readonly record struct RowPlace(long Sequence, Guid Id) : IComparable<RowPlace>
{
    public int CompareTo(RowPlace other) => Sequence.CompareTo(other.Sequence);
}

/// <summary>The places of a table's rows by one key, as a value.</summary>
/// <typeparam name="TRow">A row's type.</typeparam>
internal abstract class TableIndex<TRow>
    where TRow : class, IRow
{
    /// <summary>The index with the row at that place as it is now instead of as it was; null where there was none, or is none any more.</summary>
    public abstract TableIndex<TRow> With(long sequence, TRow? before, TRow? after);
}

/// <summary>The places of a table's rows by the values of one key.</summary>
/// <typeparam name="TRow">A row's type.</typeparam>
/// <typeparam name="TValue">The type of the key's values.</typeparam>
internal sealed class TableIndex<TRow, TValue> : TableIndex<TRow>
    where TRow : class, IRow
    where TValue : notnull
{
    private static readonly ImmutableSortedSet<RowPlace> s_nowhere = [];

    private readonly TableKey<TRow, TValue> _key;
    private readonly ImmutableDictionary<Entry, ImmutableSortedSet<RowPlace>> _places;

    public TableIndex(TableKey<TRow, TValue> key)
        : this(key, ImmutableDictionary.Create<Entry, ImmutableSortedSet<RowPlace>>(new EntryComparer(key.Comparer)))
    {
    }

    private TableIndex(
        TableKey<TRow, TValue> key, ImmutableDictionary<Entry, ImmutableSortedSet<RowPlace>> places)
    {
        _key = key;
        _places = places;
    }

    /// <summary>Where the rows are that a value leads to.</summary>
    public ImmutableSortedSet<RowPlace> Find(Guid scope, TValue value) => _places.GetValueOrDefault(new Entry(scope, value), s_nowhere);

    /// <inheritdoc/>
    public override TableIndex<TRow> With(long sequence, TRow? before, TRow? after)
    {
        var old = Entries(before);
        var now = Entries(after);
        if (old.SequenceEqual(now, _places.KeyComparer))
        {
            return this;
        }

        var row = new RowPlace(sequence, (after ?? before)!.Id);
        var places = _places;
        foreach (var entry in old)
        {
            var left = places.GetValueOrDefault(entry, s_nowhere).Remove(row);
            places = left.IsEmpty ? places.Remove(entry) : places.SetItem(entry, left);
        }

        foreach (var entry in now)
        {
            places = places.SetItem(entry, places.GetValueOrDefault(entry, s_nowhere).Add(row));
        }

        return new TableIndex<TRow, TValue>(_key, places);
    }

    private Entry[] Entries(TRow? row) =>
        row is null or { IsDeleted: true } ? [] : [.. _key.Values(row).Select(value => new Entry(_key.ScopeOf(row), value))];

    // A class, so that indexes of every key share the dictionary's compiled code: a fake starts the sooner.
    private sealed record Entry(Guid Scope, TValue Value);

    private sealed class EntryComparer(IEqualityComparer<TValue> values) : IEqualityComparer<Entry>
    {
        public bool Equals(Entry? left, Entry? right) => left!.Scope == right!.Scope && values.Equals(left.Value, right.Value);

        public int GetHashCode(Entry entry) => HashCode.Combine(entry.Scope, values.GetHashCode(entry.Value));
    }
}
