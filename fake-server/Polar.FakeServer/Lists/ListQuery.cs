using System.Collections;
using Polar.FakeServer.Storage;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Lists;

/// <summary>
/// A list before it is read: which rows, and in which order. Conditions narrow it to what a key leads to where there is one, and otherwise are tried
/// row by row; without those, a page in the order of creation is read by rank.
/// </summary>
/// <typeparam name="TRow">A row's type.</typeparam>
internal sealed record ListQuery<TRow> : IEnumerable<TRow>
    where TRow : class, IRow
{
    private const string Creation = "created_at";

    private readonly Table<TRow> _table;
    private readonly IReadOnlyList<Guid> _organizations;

    public ListQuery(Table<TRow> table, IReadOnlyList<Guid> organizations)
    {
        _table = table;
        _organizations = organizations;
        Rows = table.Of(organizations);
    }

    private IReadOnlyList<TRow> Rows { get; init; }

    private bool IsNarrowed { get; init; }

    private Func<TRow, bool>? Condition { get; init; }

    private bool IsReversed { get; init; }

    private Func<IEnumerable<TRow>, IEnumerable<TRow>>? Order { get; init; }

    /// <summary>Keeps what satisfies the condition.</summary>
    public ListQuery<TRow> Where(Func<TRow, bool> condition) =>
        this with { Condition = Condition is { } earlier ? row => earlier(row) && condition(row) : condition };

    /// <summary>Keeps what satisfies the condition with the asked value; everything when none is asked.</summary>
    public ListQuery<TRow> WhereIf<T>(T? asked, Func<TRow, T, bool> condition)
        where T : struct => asked is { } value ? Where(row => condition(row, value)) : this;

    /// <summary>Keeps what satisfies the condition with what is asked; everything when nothing is.</summary>
    public ListQuery<TRow> WhereIf<T>(T? asked, Func<TRow, T, bool> condition)
        where T : class => asked is { } value ? Where(row => condition(row, value)) : this;

    /// <summary>Keeps what has one of the asked ids; everything when none are asked.</summary>
    public ListQuery<TRow> WithIds(ValueList<Guid>? asked) =>
        asked is null ? this
        : IsNarrowed ? Where(row => asked.Contains(row.Id))
        : this with { IsNarrowed = true, Rows = _table.OfIds(_organizations, asked) };

    /// <summary>Keeps what the asked values lead to; everything when none are asked.</summary>
    public ListQuery<TRow> In<T>(IReadOnlyList<T>? asked, OrganizationKey<TRow, T> key)
        where T : notnull => asked switch
        {
            null => this,
            [] => Where(_ => false),
            _ when IsNarrowed => Where(row => key.Values(row).Any(value => asked.Contains(value, key.Comparer))),
            _ => this with { IsNarrowed = true, Rows = _table.Of(_organizations, key, asked) },
        };

    /// <summary>Keeps what is among the asked values; everything when none are asked.</summary>
    public ListQuery<TRow> In<T>(ValueList<T>? asked, Func<TRow, T?> value)
        where T : struct => WhereIf(asked, (row, values) => value(row) is { } found && values.Contains(found));

    /// <summary>Keeps what is among the asked texts.</summary>
    public ListQuery<TRow> InText(ValueList<string>? asked, Func<TRow, string?> value) =>
        WhereIf(asked, (row, values) => value(row) is { } found && values.Contains(found));

    /// <summary>Keeps what the text pattern is found in, in whatever case; <c>%</c> and <c>_</c> stand for any text and any letter.</summary>
    public ListQuery<TRow> Containing(string? asked, params Func<TRow, string?>[] texts) =>
        string.IsNullOrEmpty(asked) ? this : Where(new TextPattern(asked).IsIn, texts);

    /// <summary>Keeps what the text is found in as it stands, in whatever case.</summary>
    public ListQuery<TRow> ContainingLiterally(string? asked, params Func<TRow, string?>[] texts) =>
        string.IsNullOrEmpty(asked) ? this : Where(text => text.Contains(asked, StringComparison.OrdinalIgnoreCase), texts);

    /// <summary>Keeps what has the asked metadata: every key, with any of its values, compared as text.</summary>
    public ListQuery<TRow> WithMetadata(ValueMap<ValueList<string>>? asked, Func<TRow, ValueMap<JsonScalar>> metadata) =>
        WhereIf(asked, (row, entries) => entries.All(entry =>
            metadata(row).TryGetValue(entry.Key, out var value) && entry.Value.Contains(value.ToString())));

    /// <summary>The same, where a key leads from metadata to rows.</summary>
    public ListQuery<TRow> WithMetadata(
        ValueMap<ValueList<string>>? asked, Func<TRow, ValueMap<JsonScalar>> metadata, OrganizationKey<TRow, MetadataEntry> key) =>
        asked is { Count: > 0 }
            ? In([.. asked.First() is var (name, values) ? values.Select(value => new MetadataEntry(name, value)) : []], key).WithMetadata(asked, metadata)
            : this;

    /// <summary>Newest first.</summary>
    public ListQuery<TRow> Reverse() => this with { IsReversed = !IsReversed };

    /// <summary>In the asked order, else in the default one.</summary>
    /// <param name="asked">The criteria, the first counting most.</param>
    /// <param name="byDefault">The order when none are asked.</param>
    /// <param name="key">What a criterion compares; only asked for those that are not the order of creation.</param>
    /// <param name="creation">The criterion that is the order of creation.</param>
    public ListQuery<TRow> Sorted<TSort>(
        ValueList<TSort>? asked, TSort byDefault, Func<string, Func<TRow, IComparable?>> key, string creation = Creation)
        where TSort : struct, IOpenEnum => (asked ?? [byDefault]) switch
        {
            [] => this,
            [var only] when only.Value == creation => this,
            [var only] when only.Value == $"-{creation}" => Reverse(),
            var criteria => this with { Order = rows => Ordering.By(rows, criteria, key) },
        };

    /// <summary>In the asked order, else in the default one, where the table keeps its rows in these orders: one of them alone needs no sorting.</summary>
    /// <param name="asked">The criteria, the first counting most.</param>
    /// <param name="byDefault">The order when none are asked.</param>
    /// <param name="kept">All orders but that of creation.</param>
    public ListQuery<TRow> Sorted<TSort>(ValueList<TSort>? asked, TSort byDefault, SortKeys<TRow> kept)
        where TSort : struct, IOpenEnum
    {
        var sorted = Sorted(asked, byDefault, name => name == Creation ? row => row.CreatedAt : kept[name].Value);
        return sorted.Order is not null && !IsNarrowed && asked is [var only] && _organizations is [var organization]
            ? this with { Rows = _table.Sorted(organization, kept[only.Value.TrimStart('-')]), IsReversed = only.Value.StartsWith('-') }
            : sorted;
    }

    /// <summary>One page; only its own rows are turned into what the wire shows.</summary>
    public ListResource<TItem> Page<TItem>(long? page, long? limit, Func<TRow, TItem> show)
        where TItem : IWire<TItem>
    {
        if (Condition is not null || Order is not null)
        {
            return Lists.Page(this, page, limit, show);
        }

        var window = new PageWindow(page, limit);
        var last = Math.Min(window.End, Rows.Count);
        var items = new List<TItem>();
        for (var rank = window.Start; rank < last; rank++)
        {
            items.Add(show(Rows[(int)(IsReversed ? Rows.Count - 1 - rank : rank)]));
        }

        return window.ToResource(items, Rows.Count);
    }

    public IEnumerator<TRow> GetEnumerator()
    {
        var rows = Condition is null ? Rows : Rows.Where(Condition);
        rows = IsReversed ? rows.Reverse() : rows;
        return (Order is null ? rows : Order(rows)).GetEnumerator();
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private ListQuery<TRow> Where(Func<string, bool> isFound, Func<TRow, string?>[] texts) =>
        Where(row => texts.Any(text => text(row) is { } found && isFound(found)));
}
