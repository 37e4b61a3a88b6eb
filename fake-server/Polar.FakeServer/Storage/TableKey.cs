namespace Polar.FakeServer.Storage;

/// <summary>What the rows of a table are found by besides their id.</summary>
/// <typeparam name="TRow">A row's type.</typeparam>
internal abstract class TableKey<TRow>
    where TRow : class, IRow
{
    /// <summary>The index of a table without rows.</summary>
    public abstract TableIndex<TRow> NoRows { get; }
}

/// <summary>What the rows of a table are found by, with the type of its values.</summary>
/// <typeparam name="TRow">A row's type.</typeparam>
/// <typeparam name="TValue">The type of the values that lead to a row.</typeparam>
internal abstract class TableKey<TRow, TValue> : TableKey<TRow>
    where TRow : class, IRow
    where TValue : notnull
{
    private readonly Func<TRow, TRow, bool>? _hasSameValues;

    protected TableKey(
        Func<TRow, IEnumerable<TValue>> values, IEqualityComparer<TValue>? comparer, Func<TRow, TRow, bool>? hasSameValues, bool leadsToFew)
    {
        Values = values;
        Comparer = comparer ?? EqualityComparer<TValue>.Default;
        _hasSameValues = hasSameValues;
        NoRows = leadsToFew ? new SharedIndex<TRow, TValue>(this, HashedPlaces.Empty) : new TrieIndex<TRow, TValue>(this);
    }

    /// <summary>All values that lead to a row.</summary>
    public Func<TRow, IEnumerable<TValue>> Values { get; }

    public IEqualityComparer<TValue> Comparer { get; }

    /// <inheritdoc/>
    public override TableIndex<TRow> NoRows { get; }

    /// <summary>Within which organization a row's values count; none where they count in the whole world.</summary>
    public abstract Guid ScopeOf(TRow row);

    /// <summary>Whether what leads to the one row leads to the other.</summary>
    public bool IsSame(TRow left, TRow right) =>
        ScopeOf(left) == ScopeOf(right) && (_hasSameValues?.Invoke(left, right) ?? Values(left).SequenceEqual(Values(right), Comparer));
}

/// <summary>A key by which an organization's rows are found.</summary>
/// <typeparam name="TRow">A row's type.</typeparam>
/// <typeparam name="TValue">The type of the values that lead to a row.</typeparam>
internal sealed class OrganizationKey<TRow, TValue>(
    Func<TRow, IEnumerable<TValue>> values,
    IEqualityComparer<TValue>? comparer = null,
    Func<TRow, TRow, bool>? hasSameValues = null,
    bool leadsToFew = false)
    : TableKey<TRow, TValue>(values, comparer, hasSameValues, leadsToFew)
    where TRow : class, IRow
    where TValue : notnull
{
    /// <inheritdoc/>
    public override Guid ScopeOf(TRow row) => row.OrganizationId;
}

/// <summary>A key by which a row is found in the whole world, such as a secret that only its holder knows.</summary>
/// <typeparam name="TRow">A row's type.</typeparam>
/// <typeparam name="TValue">The type of the values that lead to a row.</typeparam>
internal sealed class WorldKey<TRow, TValue>(
    Func<TRow, IEnumerable<TValue>> values, IEqualityComparer<TValue>? comparer = null, Func<TRow, TRow, bool>? hasSameValues = null)
    : TableKey<TRow, TValue>(values, comparer, hasSameValues, leadsToFew: false)
    where TRow : class, IRow
    where TValue : notnull
{
    /// <inheritdoc/>
    public override Guid ScopeOf(TRow row) => Guid.Empty;
}

/// <summary>An order of an organization's rows that is kept, so that a page in it is read by rank.</summary>
/// <typeparam name="TRow">A row's type.</typeparam>
internal sealed class SortKey<TRow> : TableKey<TRow>
    where TRow : class, IRow
{
    public SortKey(string name, Func<TRow, IComparable?> value)
    {
        Name = name;
        Value = value;
        NoRows = new SortedIndex<TRow>(this);
    }

    /// <summary>What callers name it by.</summary>
    public string Name { get; }

    /// <summary>What is compared.</summary>
    public Func<TRow, IComparable?> Value { get; }

    /// <inheritdoc/>
    public override TableIndex<TRow> NoRows { get; }
}

/// <summary>Makes keys of what rows look like.</summary>
internal static class Keys
{
    /// <summary>A key of one value, where the row has it.</summary>
    public static OrganizationKey<TRow, TValue> One<TRow, TValue>(Func<TRow, TValue?> value)
        where TRow : class, IRow
        where TValue : struct => One(value, leadsToFew: false);

    /// <summary>A key of one value, where the row has it, that few other rows have: one that has very many is not found quickly.</summary>
    public static OrganizationKey<TRow, TValue> Rare<TRow, TValue>(Func<TRow, TValue?> value)
        where TRow : class, IRow
        where TValue : struct => One(value, leadsToFew: true);

    /// <summary>A key of one text, where the row has it.</summary>
    public static OrganizationKey<TRow, string> Text<TRow>(Func<TRow, string?> text, IEqualityComparer<string>? comparer = null)
        where TRow : class, IRow => new(row => text(row) is { } found ? [found] : [], comparer, IsSame(text));

    /// <summary>A key of one text, where the row has it, that few other rows have: one that has very many is not found quickly.</summary>
    public static OrganizationKey<TRow, string> RareText<TRow>(Func<TRow, string?> text, IEqualityComparer<string>? comparer = null)
        where TRow : class, IRow => new(row => text(row) is { } found ? [found] : [], comparer, IsSame(text), leadsToFew: true);

    /// <summary>A key of several values, each of which leads to the row.</summary>
    public static OrganizationKey<TRow, TValue> Several<TRow, TValue>(Func<TRow, IEnumerable<TValue>> values)
        where TRow : class, IRow
        where TValue : notnull => new(values);

    /// <summary>A key of one text that belongs to one row in the whole world.</summary>
    public static WorldKey<TRow, string> Secret<TRow>(Func<TRow, string?> text)
        where TRow : class, IRow => new(row => text(row) is { } found ? [found] : [], hasSameValues: IsSame(text));

    private static OrganizationKey<TRow, TValue> One<TRow, TValue>(Func<TRow, TValue?> value, bool leadsToFew)
        where TRow : class, IRow
        where TValue : struct => new(
            row => value(row) is { } found ? [found] : [],
            hasSameValues: (left, right) => EqualityComparer<TValue?>.Default.Equals(value(left), value(right)),
            leadsToFew: leadsToFew);

    private static Func<TRow, TRow, bool> IsSame<TRow>(Func<TRow, string?> text) => (left, right) => text(left) == text(right);
}
