using System.Collections.Immutable;
using Polar.FakeServer.Scheduling;
using Polar.FakeServer.Storage;

namespace Polar.FakeServer.Execution;

/// <summary>The whole state of the fake, as a value: keeping one is a snapshot, going back to one is a restore.</summary>
internal sealed class World
{
    /// <summary>How many jobs that failed are remembered.</summary>
    public const int MostParkedJobs = 1000;

    private static readonly BoundedLog<PublishedEvent> s_noEvents = BoundedLog<PublishedEvent>.Empty(0);

    private const int GroupBits = 3;
    private const int GroupSize = 1 << GroupBits;

    // In groups, so that a change copies one of these and not all tables.
    private readonly object?[]?[] _tables;

    private World(object?[]?[] tables, RandomSource random, JobQueue<IJob> jobs, BoundedLog<PublishedEvent> events, ImmutableList<ParkedJob> parkedJobs)
    {
        _tables = tables;
        Random = random;
        Jobs = jobs;
        Events = events;
        ParkedJobs = parkedJobs;
    }

    /// <summary>All tables and other parts that anything was ever kept in.</summary>
    public IEnumerable<object> Tables => _tables.OfType<object?[]>().SelectMany(group => group.OfType<object>());

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
        where TRow : class, IRow<TRow> => InSlot(TRow.Table.Slot) is { } table ? (Table<TRow>)table : TRow.Table.Empty;

    /// <summary>The world with another table of that type of row.</summary>
    public World With<TRow>(Table<TRow> table)
        where TRow : class, IRow<TRow> => With(TRow.Table, table);

    /// <summary>A part of the world that is no table.</summary>
    public TPart Part<TPart>()
        where TPart : class, IWorldPart<TPart> => InSlot(TPart.Definition.Slot) is { } part ? (TPart)part : TPart.Definition.Empty;

    /// <summary>The world with another version of that part.</summary>
    public World WithPart<TPart>(TPart part)
        where TPart : class, IWorldPart<TPart> => With(TPart.Definition, part);

    /// <summary>The world with its randomness standing elsewhere.</summary>
    public World With(RandomSource random) => random == Random ? this : new(_tables, random, Jobs, Events, ParkedJobs);

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

    /// <summary>
    /// The world as an event remembers it: without the events before, which remember worlds of their own, and without the bytes of files, which would stay
    /// for as long as the event does.
    /// </summary>
    public World Rows()
    {
        var groups = _tables;
        foreach (var slot in TableDefinition.BulkySlots)
        {
            if (InSlot(slot) is not null)
            {
                groups = Replaced(groups, slot, null);
            }
        }

        return new World(groups, Random, JobQueue<IJob>.Empty, s_noEvents, []);
    }

    private object? InSlot(int slot) => slot >> GroupBits < _tables.Length ? _tables[slot >> GroupBits]?[slot & (GroupSize - 1)] : null;

    private World With(TableDefinition definition, object table) => new(Replaced(_tables, definition.Slot, table), Random, Jobs, Events, ParkedJobs);

    /// <summary>The groups with something else in a slot; only the slot's own group is copied.</summary>
    private static object?[]?[] Replaced(object?[]?[] groups, int slot, object? content)
    {
        var changed = new object?[]?[Math.Max(((TableDefinition.Count - 1) >> GroupBits) + 1, groups.Length)];
        groups.CopyTo(changed, 0);
        var number = slot >> GroupBits;
        var group = changed[number] is { } before ? (object?[])before.Clone() : new object?[GroupSize];
        group[slot & (GroupSize - 1)] = content;
        changed[number] = group;
        return changed;
    }
}
