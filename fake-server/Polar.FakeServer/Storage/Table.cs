using System.Collections.Immutable;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Storage;

/// <summary>
/// An immutable table in the order of creation. Rows are found by id at once; an organization's rows, and those that a key leads to, by rank, so that
/// a page costs the same however long the list is.
/// </summary>
/// <typeparam name="TRow">A row's type.</typeparam>
internal sealed class Table<TRow>
    where TRow : class, IRow
{
    private static readonly OrganizationKey<TRow, Nothing> s_byOrganization = Keys.One<TRow, Nothing>(_ => default(Nothing));

    private readonly ImmutableDictionary<Guid, Entry> _rows;
    private readonly ImmutableDictionary<TableKey<TRow>, TableIndex<TRow>> _indexes;

    private Table(
        ImmutableDictionary<Guid, Entry> rows, ImmutableDictionary<TableKey<TRow>, TableIndex<TRow>> indexes, long next)
    {
        _rows = rows;
        _indexes = indexes;
        NextSequence = next;
    }

    /// <summary>The customer whose own a row is.</summary>
    public static OrganizationKey<TRow, Guid> ByOwner { get; } = Keys.One<TRow, Guid>(row => (row as ICustomerOwned)?.OwnerId);

    /// <summary>The table without rows; where rows are customers' own, they are found by their owner.</summary>
    public static Table<TRow> Empty { get; } = new Table<TRow>(
        ImmutableDictionary<Guid, Entry>.Empty, ImmutableDictionary<TableKey<TRow>, TableIndex<TRow>>.Empty, 0)
        .With(typeof(ICustomerOwned).IsAssignableFrom(typeof(TRow)) ? [s_byOrganization, ByOwner] : [s_byOrganization]);

    public int Count => _rows.Count;

    /// <summary>All rows, oldest first, deleted ones too.</summary>
    public IEnumerable<TRow> All => _rows.Values.OrderBy(entry => entry.Sequence).Select(entry => entry.Row);

    /// <summary>The number that the next row gets.</summary>
    public long NextSequence { get; }

    public TRow this[Guid id] => _rows[id].Row;

    public TRow? Find(Guid id) => _rows.TryGetValue(id, out var entry) ? entry.Row : null;

    /// <summary>The row that a value leads to.</summary>
    public TRow? Find<TValue>(WorldKey<TRow, TValue> key, TValue value)
        where TValue : notnull => First(Index(key).Find(Guid.Empty, value));

    /// <summary>The first of an organization's rows that a value leads to.</summary>
    public TRow? Find<TValue>(Guid organization, OrganizationKey<TRow, TValue> key, TValue value)
        where TValue : notnull => First(Index(key).Find(organization, value));

    /// <summary>An organization's rows.</summary>
    public IReadOnlyList<TRow> Of(Guid organization) => Of(organization, s_byOrganization, default);

    /// <summary>An organization's rows that a value leads to.</summary>
    public IReadOnlyList<TRow> Of<TValue>(Guid organization, OrganizationKey<TRow, TValue> key, TValue value)
        where TValue : notnull => Rows([Index(key).Find(organization, value)]);

    /// <summary>Those of several organizations' rows that have one of the ids.</summary>
    public IReadOnlyList<TRow> OfIds(IReadOnlyList<Guid> organizations, IReadOnlyList<Guid> ids)
    {
        var found = ids.Distinct().Where(_rows.ContainsKey).Select(id => _rows[id]).OrderBy(entry => entry.Sequence).Select(entry => entry.Row);
        return [.. found.Where(row => !row.IsDeleted && organizations.Contains(row.OrganizationId))];
    }

    /// <summary>An organization's rows in an order that is kept.</summary>
    public IReadOnlyList<TRow> Sorted(Guid organization, SortKey<TRow> key) =>
        new SortedRows<TRow>(this, ((SortedIndex<TRow>)_indexes[key]).Find(organization));

    /// <summary>The rows of several organizations.</summary>
    public IReadOnlyList<TRow> Of(IReadOnlyList<Guid> organizations) => Of(organizations, s_byOrganization, [default]);

    /// <summary>The rows of several organizations that any of the values leads to; a row that several lead to is there once.</summary>
    public IReadOnlyList<TRow> Of<TValue>(
        IReadOnlyList<Guid> organizations, OrganizationKey<TRow, TValue> key, IReadOnlyList<TValue> values)
        where TValue : notnull
    {
        var index = Index(key);
        return Rows([.. organizations
            .Select(organization => values.Select(value => index.Find(organization, value)).Aggregate((places, more) => places.Union(more)))]);
    }

    /// <summary>The table with its rows found by these keys too.</summary>
    public Table<TRow> With(params IEnumerable<TableKey<TRow>> keys) => new(
        _rows,
        _indexes.AddRange(keys.Select(key => KeyValuePair.Create(
            key, _rows.Values.Aggregate(key.NoRows, (index, entry) => index.With(entry.Sequence, null, entry.Row))))),
        NextSequence);

    public Table<TRow> Add(TRow row) => new(_rows.Add(row.Id, new Entry(NextSequence, row)), Indexes(NextSequence, null, row), NextSequence + 1);

    /// <summary>The table with the row of that id replaced; it keeps its place.</summary>
    public Table<TRow> Update(TRow row)
    {
        var before = _rows[row.Id];
        return new(_rows.SetItem(row.Id, new Entry(before.Sequence, row)), Indexes(before.Sequence, before.Row, row), NextSequence);
    }

    public Table<TRow> Remove(Guid id)
    {
        var entry = _rows[id];
        return new(_rows.Remove(id), Indexes(entry.Sequence, entry.Row, null), NextSequence);
    }

    private ImmutableDictionary<TableKey<TRow>, TableIndex<TRow>> Indexes(long sequence, TRow? before, TRow? after)
    {
        var indexes = _indexes;
        foreach (var (key, index) in _indexes)
        {
            indexes = indexes.SetItem(key, index.With(sequence, before, after));
        }

        return indexes;
    }

    private TableIndex<TRow, TValue> Index<TValue>(TableKey<TRow, TValue> key)
        where TValue : notnull => (TableIndex<TRow, TValue>)_indexes[key];

    private TRow? First(ImmutableSortedSet<RowPlace> places) => places.IsEmpty ? null : this[places[0].Id];

    private TableRows<TRow> Rows(IReadOnlyList<ImmutableSortedSet<RowPlace>> sets) => new(this, sets);

    // Compared by reference: a dictionary that sets a value compares it with the one that it has, and comparing whole rows would be for nothing.
    private sealed class Entry(long sequence, TRow row)
    {
        public long Sequence { get; } = sequence;

        public TRow Row { get; } = row;
    }
}
