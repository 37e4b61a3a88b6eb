using System.Collections;
using System.Collections.Immutable;

namespace Polar.FakeServer.Storage;

/// <summary>Rows of a table in the order of their creation, as places of one or several sets; a row is read only when it is asked for.</summary>
/// <typeparam name="TRow">A row's type.</typeparam>
internal sealed class TableRows<TRow>(Table<TRow> table, IReadOnlyList<ImmutableSortedSet<RowPlace>> sets) : IReadOnlyList<TRow>
    where TRow : class, IRow
{
    public int Count { get; } = sets.Sum(places => places.Count);

    public TRow this[int index] => table[(sets.Count == 1 ? sets[0][index] : PlaceAt(index)).Id];

    public IEnumerator<TRow> GetEnumerator() => (sets.Count == 1 ? sets[0] : Merge()).Select(place => table[place.Id]).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The place of a rank among several sets is found by halving, so that no set is walked.</summary>
    private RowPlace PlaceAt(int index)
    {
        var (low, high) = (0L, table.NextSequence);
        while (high - low > 1)
        {
            var middle = low + ((high - low) / 2);
            (low, high) = Before(middle) <= index ? (middle, high) : (low, middle);
        }

        return sets
            .Select(places => (Places: places, Rank: places.IndexOf(new RowPlace(low, Guid.Empty))))
            .Where(found => found.Rank >= 0)
            .Select(found => found.Places[found.Rank])
            .First();
    }

    private int Before(long sequence) => sets.Sum(places =>
    {
        var rank = places.IndexOf(new RowPlace(sequence, Guid.Empty));
        return rank >= 0 ? rank : ~rank;
    });

    private IEnumerable<RowPlace> Merge()
    {
        var next = new int[sets.Count];
        for (var count = 0; count < Count; count++)
        {
            var first = Enumerable.Range(0, sets.Count).Where(set => next[set] < sets[set].Count).MinBy(set => sets[set][next[set]]);
            yield return sets[first][next[first]++];
        }
    }
}
