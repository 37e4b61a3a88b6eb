using System.Collections.Immutable;
using Polar.FakeServer.Validation;

namespace Polar.FakeServer.Storage;

/// <summary>Identifies a table of the world, and says what its rows are found by.</summary>
internal abstract class TableDefinition
{
    private static int s_count;
    private static ImmutableArray<int> s_bulky = [];

    protected TableDefinition(string name)
    {
        Name = name;
        Slot = Interlocked.Increment(ref s_count) - 1;
    }

    /// <summary>The slots of the tables whose rows are large and are shown by no answer and no event.</summary>
    public static ImmutableArray<int> BulkySlots => s_bulky;

    /// <summary>Whether rows are large and are shown by no answer and no event: what remembers a world to show it goes without them.</summary>
    public bool IsBulky
    {
        init
        {
            if (value)
            {
                ImmutableInterlocked.Update(ref s_bulky, slots => slots.Add(Slot));
            }
        }
    }

    /// <summary>How many tables there are so far.</summary>
    public static int Count => Volatile.Read(ref s_count);

    /// <summary>The name that the table is stored under.</summary>
    public string Name { get; }

    /// <summary>Where a world keeps the table in this process.</summary>
    public int Slot { get; }

    /// <summary>Shows itself to who asks, with the type of what it holds.</summary>
    public abstract void Show(ITableVisitor visitor);
}

/// <summary>Is shown tables and other parts of a world, each with the type of what it holds.</summary>
internal interface ITableVisitor
{
    /// <summary>A table of rows.</summary>
    void Table<TRow>(TableDefinition<TRow> table)
        where TRow : class, IRow<TRow>;

    /// <summary>A part that is no table.</summary>
    void Part<TPart>(PartDefinition<TPart> part)
        where TPart : class, IWorldPart<TPart>;
}

/// <summary>Identifies the table of one type of row.</summary>
/// <typeparam name="TRow">A row's type.</typeparam>
internal sealed class TableDefinition<TRow> : TableDefinition
    where TRow : class, IRow<TRow>
{
    /// <summary>Defines a table.</summary>
    /// <param name="name">The name that the table is stored under.</param>
    /// <param name="keys">What its rows are found by, besides their id, their organization and their customer.</param>
    public TableDefinition(string name, params IEnumerable<TableKey<TRow>> keys)
        : base(name) => Empty = Table<TRow>.Empty.With(keys);

    /// <summary>The table without rows.</summary>
    public Table<TRow> Empty { get; }

    /// <inheritdoc/>
    public override void Show(ITableVisitor visitor) => visitor.Table(this);
}
