using System.Runtime.InteropServices;

namespace Polar.FakeServer.Storage;

/// <summary>The places of a table's rows by one key, as a value. A row's place is its number: rows are numbered as they come.</summary>
/// <typeparam name="TRow">A row's type.</typeparam>
internal abstract class TableIndex<TRow>
    where TRow : class, IRow
{
    /// <summary>The index with the row at that place as it is now instead of as it was.</summary>
    /// <param name="place">The place.</param>
    /// <param name="before">The row as it was; null where there was none.</param>
    /// <param name="after">The row as it is; null where there is none any more.</param>
    /// <param name="rows">The table's rows as they were.</param>
    public abstract TableIndex<TRow> With(long place, TRow? before, TRow? after, NumberedItems<TRow> rows);

    /// <summary>The index of these rows at ascending places, made in one go.</summary>
    public abstract TableIndex<TRow> Filled(long[] places, TRow[] rows);
}

/// <summary>The places of a table's rows by the values of one key.</summary>
/// <typeparam name="TRow">A row's type.</typeparam>
/// <typeparam name="TValue">The type of the key's values.</typeparam>
internal abstract class TableIndex<TRow, TValue> : TableIndex<TRow>
    where TRow : class, IRow
    where TValue : notnull
{
    /// <summary>Where the rows are that a value leads to, in a table of these rows.</summary>
    public abstract OrderedSet<long> Find(NumberedItems<TRow> rows, Guid scope, TValue value);
}

/// <summary>An index that keeps the places of each value, however many they are.</summary>
/// <typeparam name="TRow">A row's type.</typeparam>
/// <typeparam name="TValue">The type of the key's values.</typeparam>
internal sealed class TrieIndex<TRow, TValue> : TableIndex<TRow, TValue>
    where TRow : class, IRow
    where TValue : notnull
{
    private readonly TableKey<TRow, TValue> _key;
    private readonly HashTrie<Entry, OrderedSet<long>> _places;

    public TrieIndex(TableKey<TRow, TValue> key)
        : this(key, HashTrie<Entry, OrderedSet<long>>.Empty(new EntryComparer(key.Comparer)))
    {
    }

    private TrieIndex(TableKey<TRow, TValue> key, HashTrie<Entry, OrderedSet<long>> places)
    {
        _key = key;
        _places = places;
    }

    /// <inheritdoc/>
    public override OrderedSet<long> Find(NumberedItems<TRow> rows, Guid scope, TValue value) => Places(_places, new Entry(scope, value));

    /// <inheritdoc/>
    public override TableIndex<TRow> With(long place, TRow? before, TRow? after, NumberedItems<TRow> rows)
    {
        if (before is not null && after is not null && before.IsDeleted == after.IsDeleted && _key.IsSame(before, after))
        {
            return this;
        }

        var places = _places;
        if (before is { IsDeleted: false })
        {
            foreach (var value in _key.Values(before))
            {
                var entry = new Entry(_key.ScopeOf(before), value);
                var left = Places(places, entry).Remove(place);
                places = left.Count == 0 ? places.Remove(entry) : places.Set(entry, left);
            }
        }

        if (after is { IsDeleted: false })
        {
            foreach (var value in _key.Values(after))
            {
                var entry = new Entry(_key.ScopeOf(after), value);
                var hash = places.HashOf(entry);
                places = places.Set(entry, hash, (places.TryFind(entry, hash, out var found) ? found : RowPlaces.None).Add(place));
            }
        }

        return places == _places ? this : new TrieIndex<TRow, TValue>(_key, places);
    }

    /// <inheritdoc/>
    public override TableIndex<TRow> Filled(long[] places, TRow[] rows)
    {
        var comparer = new EntryComparer(_key.Comparer);
        var found = new Dictionary<Entry, Found>(comparer);
        for (var index = 0; index < rows.Length; index++)
        {
            if (rows[index].IsDeleted)
            {
                continue;
            }

            foreach (var value in _key.Values(rows[index]))
            {
                ref var all = ref CollectionsMarshal.GetValueRefOrAddDefault(found, new Entry(_key.ScopeOf(rows[index]), value), out var isThere);
                if (!isThere)
                {
                    all.First = places[index];
                }
                else if ((all.More is [.., var last] ? last : all.First) != places[index])
                {
                    (all.More ??= [all.First]).Add(places[index]);
                }
            }
        }

        return new TrieIndex<TRow, TValue>(_key, HashTrie<Entry, OrderedSet<long>>.Of(
            comparer, found.Select(entry => KeyValuePair.Create(entry.Key, entry.Value.ToSet()))));
    }

    private static OrderedSet<long> Places(HashTrie<Entry, OrderedSet<long>> places, Entry entry) =>
        places.TryFind(entry, out var found) ? found : RowPlaces.None;

    // A class, so that indexes of every key share the dictionary's compiled code: a fake starts the sooner.
    private sealed record Entry(Guid Scope, TValue Value);

    private sealed class EntryComparer(IEqualityComparer<TValue> values) : IEqualityComparer<Entry>
    {
        public bool Equals(Entry? left, Entry? right) => left!.Scope == right!.Scope && values.Equals(left.Value, right.Value);

        public int GetHashCode(Entry entry) => HashCode.Combine(entry.Scope, values.GetHashCode(entry.Value));
    }
}

/// <summary>Ascending places while they are gathered. Most values lead to one row, for which no list is made.</summary>
internal struct Found
{
    public long First;

    /// <summary>All of them, where they are several.</summary>
    public List<long>? More;

    public readonly OrderedSet<long> ToSet() =>
        OrderedSet<long>.OfSorted(Comparer<long>.Default, More is null ? new ReadOnlySpan<long>(in First) : CollectionsMarshal.AsSpan(More));
}

/// <summary>Sets of places.</summary>
internal static class RowPlaces
{
    /// <summary>No place.</summary>
    public static OrderedSet<long> None { get; } = OrderedSet<long>.Empty(Comparer<long>.Default);
}
