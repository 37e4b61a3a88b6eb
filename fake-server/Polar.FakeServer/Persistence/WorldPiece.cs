using System.Collections.Immutable;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Scheduling;
using Polar.FakeServer.Storage;

namespace Polar.FakeServer.Persistence;

/// <summary>A list of numbered entries that a world, or a piece of it, is kept as.</summary>
/// <param name="Name">The list's name.</param>
/// <param name="Codec">Writes and reads an entry.</param>
/// <param name="Changes">What turns the entries of one world into those of another: the entry of a number, null where there is none any more.</param>
/// <param name="Next">The number that the next entry gets.</param>
internal sealed record WorldList(
    string Name, Codec Codec, Func<World, World, IEnumerable<(long Number, object? Entry)>> Changes, Func<World, long> Next);

/// <summary>A list that was read.</summary>
/// <param name="Entries">Its entries.</param>
/// <param name="Next">The number that the next entry gets.</param>
internal sealed record KeptList(KeptEntries Entries, long Next)
{
    /// <summary>A list without entries.</summary>
    public static KeptList Empty { get; } = new(new KeptEntries([], []), 0);
}

/// <summary>A piece of a world, such as a table, as lists of numbered entries.</summary>
internal abstract class WorldPiece
{
    public abstract IReadOnlyList<WorldList> Lists { get; }

    /// <summary>Makes the piece again of what was kept, beside others that are made at the same time.</summary>
    /// <returns>Puts it into a world.</returns>
    /// <exception cref="FormatException">The entries do not fit together.</exception>
    public abstract Func<World, World> Restore(IReadOnlyList<KeptList> lists);
}

/// <summary>A table: its rows by their places.</summary>
/// <typeparam name="TRow">A row's type.</typeparam>
internal sealed class TablePiece<TRow> : WorldPiece
    where TRow : class, IRow<TRow>
{
    /// <inheritdoc/>
    public override IReadOnlyList<WorldList> Lists { get; } =
    [
        new(
            TRow.Table.Name,
            Codecs.Of(typeof(TRow)),
            (before, after) => before.Table<TRow>().ChangesTo(after.Table<TRow>()).Select(change => (change.Place, (object?)change.Row)),
            world => world.Table<TRow>().NextPlace),
    ];

    /// <inheritdoc/>
    public override Func<World, World> Restore(IReadOnlyList<KeptList> lists)
    {
        var (places, entries) = lists[0].Entries;
        TRow[] rows = [.. entries.Cast<TRow>()];
        if (rows.Length == 0 && lists[0].Next == 0)
        {
            return world => world;
        }

        if (rows.DistinctBy(row => row.Id).Count() < rows.Length)
        {
            throw new FormatException("Two rows have one id.");
        }

        var table = TRow.Table.Empty.Filled(places, rows, lists[0].Next);
        return world => world.With(table);
    }
}

/// <summary>A part of the world that is no table.</summary>
/// <typeparam name="TPart">The part's type.</typeparam>
internal sealed class PartPiece<TPart> : WorldPiece
    where TPart : class, IWorldPart<TPart>
{
    /// <inheritdoc/>
    public override IReadOnlyList<WorldList> Lists { get; } =
    [
        .. TPart.Lists.Select(list => new WorldList(
            list.Name, Codecs.Of(list.EntryType), (before, after) => list.Changes(before.Part<TPart>(), after.Part<TPart>()), _ => 0)),
    ];

    /// <inheritdoc/>
    public override Func<World, World> Restore(IReadOnlyList<KeptList> lists)
    {
        if (lists.All(list => list.Entries.Entries.Length == 0))
        {
            return world => world;
        }

        var part = TPart.Restore([.. lists.Select(list => list.Entries)]);
        return world => world.WithPart(part);
    }
}

/// <summary>A job that waits.</summary>
internal sealed record JobEntry(DateTimeOffset Due, int Rank, IJob Job);

/// <summary>The jobs, by the order in which they were queued.</summary>
internal sealed class JobsPiece : WorldPiece
{
    /// <inheritdoc/>
    public override IReadOnlyList<WorldList> Lists { get; } =
    [
        new(
            "jobs",
            Codecs.Of(typeof(JobEntry)),
            (before, after) => before.Jobs.ChangesTo(after.Jobs).OrderBy(change => change.IsThere).Select(change => (
                change.Queued.Place.Sequence,
                change.IsThere ? (object?)new JobEntry(change.Queued.Place.Due, change.Queued.Place.Rank, change.Queued.Job) : null)),
            world => world.Jobs.NextSequence),
    ];

    /// <inheritdoc/>
    public override Func<World, World> Restore(IReadOnlyList<KeptList> lists)
    {
        var (numbers, entries) = lists[0].Entries;
        var jobs = JobQueue<IJob>.Of(
            entries.Cast<JobEntry>().Select((entry, index) => new QueuedJob<IJob>(new JobPlace(entry.Due, entry.Rank, numbers[index]), entry.Job)),
            lists[0].Next);
        return world => world.With(jobs);
    }
}

/// <summary>Something that stands in an event's body behind its data.</summary>
internal sealed record EventDetail(string Name, string Value);

/// <summary>An event that was published.</summary>
internal sealed record PublishedEntry(Guid Organization, string Type, DateTimeOffset Timestamp, ReadOnlyMemory<byte> Data)
{
    public ImmutableArray<EventDetail> Details { get; init; } = [];

    public ImmutableArray<Guid> Messages { get; init; } = [];

    public static PublishedEntry Of(PublishedEvent published) => new(published.Organization, published.Type, published.Timestamp, DataOf(published))
    {
        Details = [.. published.Details.Select(detail => new EventDetail(detail.Name, detail.Value))],
        Messages = published.Messages,
    };

    public PublishedEvent ToEvent()
    {
        var data = Data;
        var published = new PublishedEvent(Organization, Type, Timestamp, writer => writer.WriteRawValue(data.Span, skipInputValidation: true))
        {
            Details = [.. Details.Select(detail => (detail.Name, detail.Value))],
        };
        foreach (var message in Messages)
        {
            published.Add(message);
        }

        return published;
    }

    private static ReadOnlyMemory<byte> DataOf(PublishedEvent published)
    {
        try
        {
            return published.Data;
        }
#pragma warning disable CA1031 // What an event cannot tell now it never can.
        catch (Exception)
#pragma warning restore CA1031
        {
            return "null"u8.ToArray();
        }
    }
}

/// <summary>The log of what was published, as far as it is remembered.</summary>
internal sealed class EventLogPiece : WorldPiece
{
    /// <summary>The name of its list.</summary>
    public const string Name = "published_events";

    /// <inheritdoc/>
    public override IReadOnlyList<WorldList> Lists { get; } =
        [new(Name, Codecs.Of(typeof(PublishedEntry)), Changes, world => world.Events.Total)];

    /// <inheritdoc/>
    public override Func<World, World> Restore(IReadOnlyList<KeptList> lists) => world =>
    {
        var (numbers, entries) = lists[0].Entries;
        var first = lists[0].Next - world.Events.Limit;
        return world.WithEvents(BoundedLog<PublishedEvent>.Of(
            world.Events.Limit,
            [.. entries.Where((_, index) => numbers[index] >= first).Cast<PublishedEntry>().Select(entry => entry.ToEvent())],
            lists[0].Next));
    };

    private static IEnumerable<(long Number, object? Entry)> Changes(World before, World after)
    {
        var (old, now) = (before.Events, after.Events);
        if (ReferenceEquals(old, now))
        {
            yield break;
        }

        var common = old.CommonWith(now);
        for (var number = old.Dropped; number < Math.Min(old.Total, now.Dropped); number++)
        {
            yield return (number, null);
        }

        for (var number = Math.Max(old.Dropped, now.Total); number < old.Total; number++)
        {
            yield return (number, null);
        }

        for (var number = Math.Max(common, now.Dropped); number < now.Total; number++)
        {
            yield return (number, PublishedEntry.Of(now[(int)(number - now.Dropped)]));
        }
    }
}
