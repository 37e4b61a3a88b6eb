namespace Polar.FakeServer.Storage;

/// <summary>A part of the world that is no table of rows, such as the store of events: an immutable value.</summary>
/// <typeparam name="TPart">The part's own type.</typeparam>
internal interface IWorldPart<TPart>
    where TPart : class, IWorldPart<TPart>
{
    /// <summary>Where the world keeps it, and what it is at the start.</summary>
    static abstract PartDefinition<TPart> Definition { get; }

    /// <summary>The lists of numbered entries that it is kept as beyond the process.</summary>
    static abstract IReadOnlyList<PartList<TPart>> Lists { get; }

    /// <summary>Makes it again of what was kept.</summary>
    /// <param name="lists">The entries of each list.</param>
    /// <exception cref="FormatException">They do not fit together.</exception>
    static abstract TPart Restore(IReadOnlyList<KeptEntries> lists);
}

/// <summary>A list of numbered entries that a part of the world, or some of it, is kept as.</summary>
/// <typeparam name="TPart">The part's type.</typeparam>
/// <param name="Name">The list's name.</param>
/// <param name="EntryType">The type of its entries.</param>
/// <param name="Changes">What turns the entries of one version into those of another: the entry of a number, null where there is none any more.</param>
internal sealed record PartList<TPart>(string Name, Type EntryType, Func<TPart, TPart, IEnumerable<(long Number, object? Entry)>> Changes);

/// <summary>Entries that were kept, by ascending numbers.</summary>
internal sealed record KeptEntries(long[] Numbers, object[] Entries);

/// <summary>Identifies a part of the world that is no table of rows.</summary>
/// <typeparam name="TPart">The part's type.</typeparam>
/// <param name="name">What it is called.</param>
/// <param name="empty">What it is at the start.</param>
internal sealed class PartDefinition<TPart>(string name, TPart empty) : TableDefinition(name)
    where TPart : class, IWorldPart<TPart>
{
    public TPart Empty { get; } = empty;

    /// <inheritdoc/>
    public override void Show(ITableVisitor visitor) => visitor.Part(this);
}
