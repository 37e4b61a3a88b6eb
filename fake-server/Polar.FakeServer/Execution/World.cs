using System.Collections.Immutable;
using Polar.FakeServer.Scheduling;
using Polar.FakeServer.Storage;

namespace Polar.FakeServer.Execution;

/// <summary>The whole state of the fake, as a value: keeping one is a snapshot, going back to one is a restore.</summary>
internal sealed class World
{
    private const int MostParkedJobs = 1000;

    private static readonly BoundedLog<PublishedEvent> s_noEvents = BoundedLog<PublishedEvent>.Empty(0);

    private readonly object?[] _tables;

    private World(object?[] tables, RandomSource random, JobQueue<IJob> jobs, BoundedLog<PublishedEvent> events, ImmutableList<ParkedJob> parkedJobs)
    {
        _tables = tables;
        Random = random;
        Jobs = jobs;
        Events = events;
        ParkedJobs = parkedJobs;
    }

    /// <summary>All tables and other parts that anything was ever kept in.</summary>
    public IEnumerable<object> Tables => _tables.OfType<object>();

    /// <summary>Where the world's randomness stands.</summary>
    public RandomSource Random { get; }

    /// <summary>What is still to happen.</summary>
    public JobQueue<IJob> Jobs { get; }

    /// <summary>What was published, the oldest event first.</summary>
    public BoundedLog<PublishedEvent> Events { get; }

    /// <summary>What should have happened and failed, as far as it is remembered.</summary>
    public ImmutableList<ParkedJob> ParkedJobs { get; }

    /// <summary>A world in which nothing is, and which remembers no event.</summary>
    public static World Empty(RandomSource random) => new([], random, JobQueue<IJob>.Empty, s_noEvents, []);

    /// <summary>The table of one type of row.</summary>
    public Table<TRow> Table<TRow>()
        where TRow : class, IRow<TRow>
    {
        var slot = TRow.Table.Slot;
        return slot < _tables.Length && _tables[slot] is { } table ? (Table<TRow>)table : TRow.Table.Empty;
    }

    /// <summary>The world with another table of that type of row.</summary>
    public World With<TRow>(Table<TRow> table)
        where TRow : class, IRow<TRow> => With(TRow.Table, table);

    /// <summary>A part of the world that is no table.</summary>
    public TPart Part<TPart>()
        where TPart : class, IWorldPart<TPart>
    {
        var slot = TPart.Definition.Slot;
        return slot < _tables.Length && _tables[slot] is { } part ? (TPart)part : TPart.Definition.Empty;
    }

    /// <summary>The world with another version of that part.</summary>
    public World WithPart<TPart>(TPart part)
        where TPart : class, IWorldPart<TPart> => With(TPart.Definition, part);

    /// <summary>The world with its randomness standing elsewhere.</summary>
    public World With(RandomSource random) => new(_tables, random, Jobs, Events, ParkedJobs);

    /// <summary>The world with another queue of jobs.</summary>
    public World With(JobQueue<IJob> jobs) => new(_tables, Random, jobs, Events, ParkedJobs);

    /// <summary>The world with these events published too.</summary>
    public World With(IReadOnlyList<PublishedEvent> published) => published.Count == 0
        ? this
        : new World(_tables, Random, Jobs, published.Aggregate(Events, (events, one) => events.Add(one)), ParkedJobs);

    /// <summary>The world with a job that failed in it; beyond a number the oldest one is forgotten.</summary>
    public World With(ParkedJob parked) => new(
        _tables, Random, Jobs, Events, (ParkedJobs.Count < MostParkedJobs ? ParkedJobs : ParkedJobs.RemoveAt(0)).Add(parked));

    /// <summary>The world, none of whose events have been published so far, and which remembers so many from now on.</summary>
    public World Remembering(int events) => new(_tables, Random, Jobs, BoundedLog<PublishedEvent>.Empty(events), ParkedJobs);

    /// <summary>The world with this log of events.</summary>
    public World WithEvents(BoundedLog<PublishedEvent> events) => new(_tables, Random, Jobs, events, ParkedJobs);

    /// <summary>The world with these jobs, and no others, that failed in it.</summary>
    public World WithParked(ImmutableList<ParkedJob> parked) => new(_tables, Random, Jobs, Events, parked);

    /// <summary>The world as an event remembers it: without the events before, which remember worlds of their own.</summary>
    public World Rows() => new(_tables, Random, JobQueue<IJob>.Empty, s_noEvents, []);

    private World With(TableDefinition definition, object table)
    {
        var tables = new object?[Math.Max(TableDefinition.Count, _tables.Length)];
        _tables.CopyTo(tables, 0);
        tables[definition.Slot] = table;
        return new World(tables, Random, Jobs, Events, ParkedJobs);
    }
}
