namespace Polar.FakeServer.Storage;

/// <summary>
/// An index for values of which each leads to few rows: all versions share one table of hashes, and whoever looks sees by the rows themselves which of
/// the places that it leads to are meant. Nothing is kept of a value, and nothing is copied for a new one.
/// </summary>
/// <typeparam name="TRow">A row's type.</typeparam>
/// <typeparam name="TValue">The type of the key's values, of which a row has one at most.</typeparam>
internal sealed class SharedIndex<TRow, TValue>(TableKey<TRow, TValue> key, HashedPlaces places) : TableIndex<TRow, TValue>
    where TRow : class, IRow
    where TValue : notnull
{
    /// <inheritdoc/>
    public override OrderedSet<long> Find(NumberedItems<TRow> rows, Guid scope, TValue value)
    {
        var found = RowPlaces.None;
        foreach (var place in places.Find(HashOf(scope, value)))
        {
            if (rows.Find(place) is { IsDeleted: false } row && key.ScopeOf(row) == scope && key.Values(row).Contains(value, key.Comparer))
            {
                found = found.Add(place);
            }
        }

        return found;
    }

    /// <inheritdoc/>
    public override TableIndex<TRow> With(long place, TRow? before, TRow? after, NumberedItems<TRow> rows)
    {
        var (old, now) = (HashOf(before), HashOf(after));
        if (old == now)
        {
            return this;
        }

        var changed = old is null ? places : places.Less(1);
        return new SharedIndex<TRow, TValue>(
            key, now is { } hash ? changed.AddRange([hash], [checked((int)place)], at => HashOf(rows.Find(at))) : changed);
    }

    /// <inheritdoc/>
    public override TableIndex<TRow> Filled(long[] places, TRow[] rows)
    {
        var (hashes, found) = (new List<long>(rows.Length), new List<int>(rows.Length));
        for (var index = 0; index < rows.Length; index++)
        {
            if (HashOf(rows[index]) is { } hash)
            {
                hashes.Add(hash);
                found.Add(checked((int)places[index]));
            }
        }

        return new SharedIndex<TRow, TValue>(key, HashedPlaces.Empty.AddRange([.. hashes], [.. found], static _ => null));
    }

    private long? HashOf(TRow? row)
    {
        if (row is { IsDeleted: false })
        {
            foreach (var value in key.Values(row))
            {
                return HashOf(key.ScopeOf(row), value);
            }
        }

        return null;
    }

    private long HashOf(Guid scope, TValue value) => ((long)scope.GetHashCode() << 32) ^ (uint)key.Comparer.GetHashCode(value);
}
