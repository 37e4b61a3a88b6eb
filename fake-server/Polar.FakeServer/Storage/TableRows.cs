using System.Collections;

namespace Polar.FakeServer.Storage;

/// <summary>Rows of a table in the order of their creation, as places of one or several sets; a row is read only when it is asked for.</summary>
/// <typeparam name="TRow">A row's type.</typeparam>
internal sealed class TableRows<TRow>(Table<TRow> table, IReadOnlyList<OrderedSet<long>> sets) : IReadOnlyList<TRow>
    where TRow : class, IRow
{
    public int Count { get; } = sets.Sum(places => places.Count);

    public TRow this[int index] => table.At(sets.Count == 1 ? sets[0][index] : PlaceAt(index));

    public IEnumerator<TRow> GetEnumerator() => (sets.Count == 1 ? sets[0] : Merge()).Select(table.At).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The place of a rank among several sets is found by halving, so that no set is walked.</summary>
    private long PlaceAt(int index)
    {
        var (low, high) = (0L, table.NextPlace);
        while (high - low > 1)
        {
            var middle = low + ((high - low) / 2);
            (low, high) = sets.Sum(places => places.CountBefore(middle)) <= index ? (middle, high) : (low, middle);
        }

        return low;
    }

    private IEnumerable<long> Merge()
    {
        var next = new int[sets.Count];
        for (var count = 0; count < Count; count++)
        {
            var first = Enumerable.Range(0, sets.Count).Where(set => next[set] < sets[set].Count).MinBy(set => sets[set][next[set]]);
            yield return sets[first][next[first]++];
        }
    }
}
