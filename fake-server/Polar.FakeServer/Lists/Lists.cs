using Polar.Functional.Contracts;

namespace Polar.FakeServer;

/// <summary>What all lists share: whose rows they show, their order, their pages.</summary>
internal static class Lists
{
    private const long DefaultLimit = 10;
    private const long LargestLimit = 100;

    /// <summary>The rows that the caller may see, oldest first, narrowed to the asked organizations.</summary>
    public static IEnumerable<TRow> Visible<TRow>(this Table<TRow> table, Transaction transaction, ValueList<Guid>? organizations = null)
        where TRow : class, IRow =>
        table.Of(organizations is null ? transaction.Organizations : [.. transaction.Organizations.Where(organizations.Contains)])
            .OwnOf(transaction);

    /// <summary>The row, if the caller may see it; another organization's is as good as none.</summary>
    public static TRow? Visible<TRow>(this Table<TRow> table, Transaction transaction, Guid id)
        where TRow : class, IRow =>
        table.Find(id).Visible(transaction);

    /// <summary>The row that was found by whatever key, if the caller may see it.</summary>
    public static TRow? Visible<TRow>(this TRow? row, Transaction transaction)
        where TRow : class, IRow
    {
        if (row is null || !transaction.Sees(row))
        {
            return null;
        }

        transaction.Touch(row.OrganizationId);
        return row;
    }

    /// <summary>One page; only its own rows are turned into what the wire shows.</summary>
    public static ListResource<TItem> Page<TRow, TItem>(
        this IEnumerable<TRow> rows, long? page, long? limit, Func<TRow, TItem> show)
        where TItem : IWire<TItem>
    {
        var all = rows as IReadOnlyList<TRow> ?? [.. rows];
        var size = Math.Min(limit ?? DefaultLimit, LargestLimit);
        var first = ((page ?? 1) - 1) * size;
        var items = new List<TItem>();
        for (var index = first; index < Math.Min(first + size, all.Count); index++)
        {
            items.Add(show(all[(int)index]));
        }

        return new ListResource<TItem>
        {
            Items = items.ToValueList(),
            Pagination = new Pagination { TotalCount = all.Count, MaxPage = (all.Count + size - 1) / size },
        };
    }

    /// <summary>
    /// The rows in the asked order, else in the default one. Nulls are the largest values, as PostgreSQL has them: last when ascending, first when
    /// descending.
    /// </summary>
    public static IEnumerable<TRow> Sorted<TRow, TSort>(
        this IEnumerable<TRow> rows, ValueList<TSort>? asked, TSort byDefault, Func<string, Func<TRow, IComparable?>> key)
        where TSort : struct, IOpenEnum
    {
        IOrderedEnumerable<TRow>? ordered = null;
        foreach (var criterion in asked ?? new[] { byDefault })
        {
            var descending = criterion.Value.StartsWith('-');
            var by = key(criterion.Value.TrimStart('-'));
            ordered = (ordered, descending) switch
            {
                (null, false) => rows.OrderBy(by, NullsLast.Instance),
                (null, true) => rows.OrderByDescending(by, NullsLast.Instance),
                ({ } earlier, false) => earlier.ThenBy(by, NullsLast.Instance),
                ({ } earlier, true) => earlier.ThenByDescending(by, NullsLast.Instance),
            };
        }

        return ordered ?? rows;
    }

    /// <summary>Keeps what is among the asked values; everything when none are asked.</summary>
    public static IEnumerable<TRow> In<TRow, T>(this IEnumerable<TRow> rows, ValueList<T>? asked, Func<TRow, T?> value)
        where T : struct => asked is null ? rows : rows.Where(row => value(row) is { } found && asked.Contains(found));

    /// <summary>Keeps what is among the asked texts.</summary>
    public static IEnumerable<TRow> InText<TRow>(this IEnumerable<TRow> rows, ValueList<string>? asked, Func<TRow, string?> value) =>
        asked is null ? rows : rows.Where(row => value(row) is { } found && asked.Contains(found));

    /// <summary>Keeps what contains the asked text, in whatever case.</summary>
    public static IEnumerable<TRow> Containing<TRow>(this IEnumerable<TRow> rows, string? asked, params Func<TRow, string?>[] texts) =>
        string.IsNullOrEmpty(asked)
            ? rows
            : rows.Where(row => texts.Any(text => text(row)?.Contains(asked, StringComparison.OrdinalIgnoreCase) == true));

    /// <summary>Keeps what has the asked metadata: every key, with any of its values, compared as text.</summary>
    public static IEnumerable<TRow> WithMetadata<TRow>(
        this IEnumerable<TRow> rows, ValueMap<ValueList<string>>? asked, Func<TRow, ValueMap<JsonScalar>> metadata) =>
        asked is null
            ? rows
            : rows.Where(row => asked.All(entry =>
                metadata(row).TryGetValue(entry.Key, out var value) && entry.Value.Contains(value.ToString())));

    /// <summary>What a customer's session sees of its organization's rows; all of them for everybody else.</summary>
    private static IEnumerable<TRow> OwnOf<TRow>(this IReadOnlyList<TRow> rows, Transaction transaction)
        where TRow : class, IRow =>
        transaction.Caller.Customer is null || !typeof(ICustomerOwned).IsAssignableFrom(typeof(TRow)) ? rows : rows.Where(transaction.Sees);

    private sealed class NullsLast : IComparer<IComparable?>
    {
        public static readonly NullsLast Instance = new();

        public int Compare(IComparable? left, IComparable? right) => (left, right) switch
        {
            (null, null) => 0,
            (null, _) => 1,
            (_, null) => -1,
            (string a, string b) => string.CompareOrdinal(a, b),
            _ => left.CompareTo(right),
        };
    }
}
