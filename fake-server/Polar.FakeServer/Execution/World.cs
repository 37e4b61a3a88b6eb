using Polar.FakeServer.Scheduling;
using Polar.FakeServer.Storage;
using Polar.FakeServer.Validation;

namespace Polar.FakeServer.Execution;

/// <summary>The whole state of the fake, as a value: keeping one is a snapshot, going back to one is a restore.</summary>
internal sealed class World
{
    private readonly object?[] _tables;

    private World(object?[] tables, RandomSource random, JobQueue<IJob> jobs)
    {
        _tables = tables;
        Random = random;
        Jobs = jobs;
    }

    /// <summary>Where the world's randomness stands.</summary>
    public RandomSource Random { get; }

    /// <summary>What is still to happen.</summary>
    public JobQueue<IJob> Jobs { get; }

    /// <summary>A world in which nothing is.</summary>
    public static World Empty(RandomSource random) => new([], random, JobQueue<IJob>.Empty);

    /// <summary>The table of one type of row.</summary>
    public Table<TRow> Table<TRow>()
        where TRow : class, IRow<TRow>
    {
        var slot = TRow.Table.Slot;
        return slot < _tables.Length && _tables[slot] is { } table ? (Table<TRow>)table : TRow.Table.Empty;
    }

    /// <summary>The world with another table of that type of row.</summary>
    public World With<TRow>(Table<TRow> table)
        where TRow : class, IRow<TRow>
    {
        var slot = TRow.Table.Slot;
        var tables = new object?[Math.Max(TableDefinition.Count, _tables.Length)];
        _tables.CopyTo(tables, 0);
        tables[slot] = table;
        return new World(tables, Random, Jobs);
    }

    /// <summary>The world with its randomness standing elsewhere.</summary>
    public World With(RandomSource random) => new(_tables, random, Jobs);

    /// <summary>The world with another queue of jobs.</summary>
    public World With(JobQueue<IJob> jobs) => new(_tables, Random, jobs);
}
