using System.Collections.Immutable;

namespace Polar.FakeServer;

/// <summary>
/// An immutable table in the order of insertion. Rows are found by id at once, and an organization's rows by rank, so that a page costs the same
/// however long the list is.
/// </summary>
/// <typeparam name="TRow">A row's type.</typeparam>
internal sealed class Table<TRow>
    where TRow : class, IRow
{
    private readonly ImmutableDictionary<Guid, (long Sequence, TRow Row)> _rows;
    private readonly ImmutableDictionary<Guid, ImmutableSortedSet<Place>> _places;
    private readonly long _next;

    private Table(
        ImmutableDictionary<Guid, (long Sequence, TRow Row)> rows,
        ImmutableDictionary<Guid, ImmutableSortedSet<Place>> places,
        long next)
    {
        _rows = rows;
        _places = places;
        _next = next;
    }

    /// <summary>The table without rows.</summary>
    public static Table<TRow> Empty { get; } = new(
        ImmutableDictionary<Guid, (long, TRow)>.Empty, ImmutableDictionary<Guid, ImmutableSortedSet<Place>>.Empty, 0);

    public int Count => _rows.Count;

    /// <summary>All rows, oldest first.</summary>
    public IEnumerable<TRow> All => _rows.Values.OrderBy(entry => entry.Sequence).Select(entry => entry.Row);

    public TRow this[Guid id] => _rows[id].Row;

    public TRow? Find(Guid id) => _rows.TryGetValue(id, out var entry) ? entry.Row : null;

    /// <summary>An organization's rows in the order of insertion.</summary>
    public IReadOnlyList<TRow> Of(Guid organization) =>
        _places.TryGetValue(organization, out var places) ? new Ranked(this, places) : [];

    /// <summary>The rows of several organizations in the order of insertion.</summary>
    public IReadOnlyList<TRow> Of(IReadOnlyList<Guid> organizations)
    {
        if (organizations.Count == 1)
        {
            return Of(organizations[0]);
        }

        var places = organizations.Where(_places.ContainsKey).Select(organization => _places[organization]).ToArray();
        return places.Length == 0 ? [] : new Merged(this, places);
    }

    public Table<TRow> Add(TRow row)
    {
        var places = _places.TryGetValue(row.OrganizationId, out var existing) ? existing : [];
        return new(
            _rows.Add(row.Id, (_next, row)),
            _places.SetItem(row.OrganizationId, places.Add(new Place(_next, row.Id))),
            _next + 1);
    }

    /// <summary>The table with the row of that id replaced; it keeps its place.</summary>
    public Table<TRow> Update(TRow row) => new(_rows.SetItem(row.Id, (_rows[row.Id].Sequence, row)), _places, _next);

    public Table<TRow> Remove(Guid id)
    {
        var (sequence, row) = _rows[id];
        return new(
            _rows.Remove(id),
            _places.SetItem(row.OrganizationId, _places[row.OrganizationId].Remove(new Place(sequence, id))),
            _next);
    }

    private readonly record struct Place(long Sequence, Guid Id) : IComparable<Place>
    {
        public int CompareTo(Place other) => Sequence.CompareTo(other.Sequence);
    }

    /// <summary>The rows of several sets; the one of a rank is found by halving, so that no set is ever walked.</summary>
    private sealed class Merged(Table<TRow> table, ImmutableSortedSet<Place>[] sets) : IReadOnlyList<TRow>
    {
        public int Count { get; } = sets.Sum(places => places.Count);

        public TRow this[int index]
        {
            get
            {
                var (low, high) = (0L, table._next);
                while (high - low > 1)
                {
                    var middle = low + ((high - low) / 2);
                    (low, high) = Before(middle) <= index ? (middle, high) : (low, middle);
                }

                foreach (var places in sets)
                {
                    var rank = places.IndexOf(new Place(low, Guid.Empty));
                    if (rank >= 0)
                    {
                        return table[places[rank].Id];
                    }
                }

                throw new ArgumentOutOfRangeException(nameof(index));
            }
        }

        public IEnumerator<TRow> GetEnumerator()
        {
            for (var index = 0; index < Count; index++)
            {
                yield return this[index];
            }
        }

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();

        private int Before(long sequence) => sets.Sum(places =>
        {
            var rank = places.IndexOf(new Place(sequence, Guid.Empty));
            return rank >= 0 ? rank : ~rank;
        });
    }

    private sealed class Ranked(Table<TRow> table, ImmutableSortedSet<Place> places) : IReadOnlyList<TRow>
    {
        public int Count => places.Count;

        public TRow this[int index] => table[places[index].Id];

        public IEnumerator<TRow> GetEnumerator() => places.Select(place => table[place.Id]).GetEnumerator();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
