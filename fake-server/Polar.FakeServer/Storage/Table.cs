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

    // Fewer rows are indexed before another thread has begun.
    private const int WorthThreads = 2000;

    private readonly NumberedItems<TRow> _rows;
    private readonly HashedPlaces _places;
    private readonly TableKey<TRow>[] _keys;
    private readonly TableIndex<TRow>[] _indexes;

    private Table(NumberedItems<TRow> rows, HashedPlaces places, TableKey<TRow>[] keys, TableIndex<TRow>[] indexes, long next)
    {
        _rows = rows;
        _places = places;
        _keys = keys;
        _indexes = indexes;
        NextPlace = next;
    }

    /// <summary>The customer whose own a row is.</summary>
    public static OrganizationKey<TRow, Guid> ByOwner { get; } = Keys.One<TRow, Guid>(row => (row as ICustomerOwned)?.OwnerId);

    /// <summary>The table without rows; where rows are customers' own, they are found by their owner.</summary>
    public static Table<TRow> Empty { get; } = new Table<TRow>(
        NumberedItems<TRow>.Empty, HashedPlaces.Empty, [], [], 0)
        .With(typeof(ICustomerOwned).IsAssignableFrom(typeof(TRow)) ? [s_byOrganization, ByOwner] : [s_byOrganization]);

    public int Count => _places.Count;

    /// <summary>All rows, oldest first, deleted ones too.</summary>
    public IEnumerable<TRow> All => _rows.All;

    /// <summary>The oldest row; null where there is none.</summary>
    public TRow? First => _rows.First;

    /// <summary>The place that the next row gets: rows are numbered as they come.</summary>
    public long NextPlace { get; }

    public TRow this[Guid id] => Find(id) ?? throw new KeyNotFoundException($"There is no {typeof(TRow).Name} {id}.");

    public TRow? Find(Guid id) => FindPlace(id).Row;

    /// <summary>The row at a place; null where it was taken out.</summary>
    public TRow? FindAt(long place) => _rows.Find(place);

    /// <summary>The row at a place that has one.</summary>
    public TRow At(long place) => _rows.Find(place)!;

    /// <summary>The row that a value leads to.</summary>
    public TRow? Find<TValue>(WorldKey<TRow, TValue> key, TValue value)
        where TValue : notnull => FirstOf(Index(key).Find(_rows, Guid.Empty, value));

    /// <summary>The first of an organization's rows that a value leads to.</summary>
    public TRow? Find<TValue>(Guid organization, OrganizationKey<TRow, TValue> key, TValue value)
        where TValue : notnull => FirstOf(Index(key).Find(_rows, organization, value));

    /// <summary>An organization's rows.</summary>
    public IReadOnlyList<TRow> Of(Guid organization) => Of(organization, s_byOrganization, default);

    /// <summary>An organization's rows that a value leads to.</summary>
    public IReadOnlyList<TRow> Of<TValue>(Guid organization, OrganizationKey<TRow, TValue> key, TValue value)
        where TValue : notnull => Rows([Index(key).Find(_rows, organization, value)]);

    /// <summary>Those of several organizations' rows that have one of the ids.</summary>
    public IReadOnlyList<TRow> OfIds(IReadOnlyList<Guid> organizations, IReadOnlyList<Guid> ids)
    {
        var found = ids.Distinct().Select(FindPlace).Where(place => place.Row is not null).OrderBy(place => place.Place);
        return [.. found.Select(place => place.Row!).Where(row => !row.IsDeleted && organizations.Contains(row.OrganizationId))];
    }

    /// <summary>An organization's rows in an order that is kept.</summary>
    public IReadOnlyList<TRow> Sorted(Guid organization, SortKey<TRow> key) =>
        new SortedRows<TRow>(this, ((SortedIndex<TRow>)_indexes[Array.IndexOf(_keys, key)]).Find(organization));

    /// <summary>The rows of several organizations.</summary>
    public IReadOnlyList<TRow> Of(IReadOnlyList<Guid> organizations) => Of(organizations, s_byOrganization, [default]);

    /// <summary>The rows of several organizations that any of the values leads to; a row that several lead to is there once.</summary>
    public IReadOnlyList<TRow> Of<TValue>(
        IReadOnlyList<Guid> organizations, OrganizationKey<TRow, TValue> key, IReadOnlyList<TValue> values)
        where TValue : notnull
    {
        var index = Index(key);
        return Rows([.. organizations
            .Select(organization => values.Select(value => index.Find(_rows, organization, value)).Aggregate((places, more) => places.Union(more)))]);
    }

    /// <summary>An organization's rows, but for the one of the id itself, that the id leads to by whichever key; a row that several lead to is there once.</summary>
    public IReadOnlyList<TRow> Referring(Guid organization, Guid id)
    {
        var places = RowPlaces.None;
        for (var number = 0; number < _keys.Length; number++)
        {
            if (_keys[number] is OrganizationKey<TRow, Guid>)
            {
                places = places.Union(((TableIndex<TRow, Guid>)_indexes[number]).Find(_rows, organization, id));
            }
        }

        return Rows([FindPlace(id) is { Row: not null } own ? places.Remove(own.Place) : places]);
    }

    /// <summary>The table with its rows found by these keys too.</summary>
    public Table<TRow> With(params IEnumerable<TableKey<TRow>> keys)
    {
        TableKey<TRow>[] more = [.. keys];
        return new Table<TRow>(_rows, _places, [.. _keys, .. more], [.. _indexes, .. more.Select(Index)], NextPlace);
    }

    public Table<TRow> Add(TRow row) => Find(row.Id) is null
        ? Added(row)
        : throw new ArgumentException($"There is a {typeof(TRow).Name} {row.Id} already.", nameof(row));

    /// <summary>The table with the row of that id replaced; it keeps its place.</summary>
    public Table<TRow> Update(TRow row) => Updated(Known(row.Id), row);

    /// <summary>The table with a new row, or with another version of the one of its id.</summary>
    public Table<TRow> Set(TRow row) => FindPlace(row.Id) is { Row: not null } known ? Updated(known, row) : Added(row);

    public Table<TRow> Remove(Guid id)
    {
        var (place, row) = Known(id);
        return new Table<TRow>(_rows.Remove(place), _places.Less(1), _keys, Indexes(place, row, null), NextPlace);
    }

    /// <summary>The table with these rows instead of its own, at ascending places; its indexes are made in one go.</summary>
    public Table<TRow> Filled(long[] places, TRow[] rows, long nextPlace)
    {
        var indexes = _keys.Select(key => rows.Length < WorthThreads
            ? Task.FromResult(key.NoRows.Filled(places, rows))
            : Task.Run(() => key.NoRows.Filled(places, rows))).ToArray();
        return new Table<TRow>(
            NumberedItems<TRow>.Of(places, rows),
            HashedPlaces.Empty.AddRange(
                Array.ConvertAll(rows, row => RowId.HashOf(row.Id)), Array.ConvertAll(places, place => checked((int)place)), static _ => null),
            _keys,
            [.. indexes.Select(index => index.GetAwaiter().GetResult())],
            nextPlace);
    }

    /// <summary>What is different in another version: the row at a place there, null where it has none.</summary>
    public IEnumerable<(long Place, TRow? Row)> ChangesTo(Table<TRow> other) => _rows.ChangesTo(other._rows);

    private Table<TRow> Added(TRow row) => new(
        _rows.Set(NextPlace, row),
        _places.AddRange([RowId.HashOf(row.Id)], [checked((int)NextPlace)], HashAt),
        _keys,
        Indexes(NextPlace, null, row),
        NextPlace + 1);

    private Table<TRow> Updated((long Place, TRow? Row) known, TRow row) =>
        new(_rows.Set(known.Place, row), _places, _keys, Indexes(known.Place, known.Row, row), NextPlace);

    private long? HashAt(int place) => _rows.Find(place) is { } row ? RowId.HashOf(row.Id) : null;

    private (long Place, TRow? Row) FindPlace(Guid id)
    {
        foreach (var place in _places.Find(RowId.HashOf(id)))
        {
            if (_rows.Find(place) is { } row && row.Id == id)
            {
                return (place, row);
            }
        }

        return default;
    }

    private (long Place, TRow? Row) Known(Guid id) =>
        FindPlace(id) is { Row: not null } known ? known : throw new KeyNotFoundException($"There is no {typeof(TRow).Name} {id}.");

    private TableIndex<TRow> Index(TableKey<TRow> key)
    {
        var index = key.NoRows;
        foreach (var row in _rows.All)
        {
            index = index.With(Known(row.Id).Place, null, row, _rows);
        }

        return index;
    }

    private TableIndex<TRow>[] Indexes(long place, TRow? before, TRow? after)
    {
        var indexes = _indexes;
        for (var number = 0; number < indexes.Length; number++)
        {
            var index = indexes[number].With(place, before, after, _rows);
            if (index == indexes[number])
            {
                continue;
            }

            indexes = indexes == _indexes ? [.. indexes] : indexes;
            indexes[number] = index;
        }

        return indexes;
    }

    private TableIndex<TRow, TValue> Index<TValue>(TableKey<TRow, TValue> key)
        where TValue : notnull => (TableIndex<TRow, TValue>)_indexes[Array.IndexOf(_keys, key)];

    private TRow? FirstOf(OrderedSet<long> places) => places.Count == 0 ? null : At(places[0]);

    private TableRows<TRow> Rows(IReadOnlyList<OrderedSet<long>> sets) => new(this, sets);
}
