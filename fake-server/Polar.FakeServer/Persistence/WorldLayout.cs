using System.Collections.Immutable;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Storage;

namespace Polar.FakeServer.Persistence;

/// <summary>How worlds are kept: as lists of numbered entries, and a few facts beside them.</summary>
internal static class WorldLayout
{
    /// <summary>
    /// The number of the form in which worlds are kept, here and in documents. It goes up whenever a row, a job or a part is kept differently than before,
    /// save by a member more that may be left out.
    /// </summary>
    public const int Version = 1;

    private static readonly Lazy<IReadOnlyList<WorldPiece>> s_pieces = new(() =>
    [
        .. KeptTypes.Rows.Select(row => PieceOf(row, nameof(IRow<>.Table))),
        .. KeptTypes.Parts.Select(part => PieceOf(part, nameof(IWorldPart<>.Definition))),
        new JobsPiece(),
        new EventLogPiece(),
    ]);

    private static readonly Lazy<IReadOnlyList<WorldList>> s_lists = new(() =>
        [.. Pieces.SelectMany(piece => piece.Lists).OrderBy(list => list.Name, StringComparer.Ordinal)]);

    /// <summary>All pieces of a world.</summary>
    public static IReadOnlyList<WorldPiece> Pieces => s_pieces.Value;

    /// <summary>All lists, by their names.</summary>
    public static IReadOnlyList<WorldList> Lists => s_lists.Value;

    /// <summary>A world of what was kept.</summary>
    /// <param name="random">Where its randomness stands.</param>
    /// <param name="rememberedEvents">How many published events it remembers.</param>
    /// <param name="lists">The lists by their names.</param>
    /// <param name="parked">The jobs that failed in it.</param>
    /// <exception cref="FormatException">The lists do not fit together.</exception>
    public static World Restore(ulong random, int rememberedEvents, IReadOnlyDictionary<string, KeptList> lists, IEnumerable<ParkedEntry> parked)
    {
        var world = World.Empty(new RandomSource(random))
            .Remembering(rememberedEvents)
            .WithParked([.. parked.Select(entry => ParkedJob.Remembered(entry.Kind, entry.Due, entry.Error))]);

        // Pieces that have something in them are made beside each other.
        var pieces = Pieces.Select(piece => piece.Lists.Any(list => lists.TryGetValue(list.Name, out var kept) && kept.Entries.Entries.Length > 0)
            ? Task.Run(() => Restored(piece, lists))
            : Task.FromResult(Restored(piece, lists))).ToArray();
        return pieces.Aggregate(world, (made, piece) => piece.GetAwaiter().GetResult()(made));
    }

    private static Func<World, World> Restored(WorldPiece piece, IReadOnlyDictionary<string, KeptList> lists)
    {
        try
        {
            return piece.Restore([.. piece.Lists.Select(list => lists.GetValueOrDefault(list.Name, KeptList.Empty))]);
        }
        catch (Exception fault) when (fault is FormatException or ArgumentException)
        {
            throw new FormatException($"{piece.Lists[0].Name}: {fault.Message}", fault);
        }
    }

    private static WorldPiece PieceOf(Type type, string definition)
    {
        var maker = new PieceMaker();
        ((TableDefinition)type.GetProperty(definition)!.GetValue(null)!).Show(maker);
        return maker.Made!;
    }

    /// <summary>Makes the piece of what it is shown.</summary>
    private sealed class PieceMaker : ITableVisitor
    {
        public WorldPiece? Made { get; private set; }

        public void Table<TRow>(TableDefinition<TRow> table)
            where TRow : class, IRow<TRow> => Made = new TablePiece<TRow>();

        public void Part<TPart>(PartDefinition<TPart> part)
            where TPart : class, IWorldPart<TPart> => Made = new PartPiece<TPart>();
    }
}

/// <summary>A job that failed, as it is kept.</summary>
internal sealed record ParkedEntry(string Kind, DateTimeOffset Due, string Error)
{
    public static ImmutableArray<ParkedEntry> Of(World world) => [.. world.ParkedJobs.Select(job => new ParkedEntry(job.Kind, job.Due, job.Error))];
}

/// <summary>The clock as it is kept.</summary>
/// <param name="Start">The time that it begins at; null for the time outside.</param>
/// <param name="IsFrozen">Whether it only moves when told.</param>
/// <param name="Position">Where it stands: the ticks of the time where it is frozen, else how far it is ahead of the time outside.</param>
internal sealed record KeptClock(DateTimeOffset? Start, bool IsFrozen, long Position);

/// <summary>What a world was made from, so that it can be made again.</summary>
internal sealed record WorldOrigin
{
    public required int Seed { get; init; }

    public required bool IsEmpty { get; init; }

    /// <summary>How much sample data there is.</summary>
    public required string SampleData { get; init; }

    public required string AccessToken { get; init; }

    public required string OrganizationSlug { get; init; }

    public required string OrganizationName { get; init; }

    /// <summary>When it was made, by the virtual clock.</summary>
    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>The time that the clock was to begin at, if anybody said so.</summary>
    public DateTimeOffset? StartTime { get; init; }

    public string? WebhookUrl { get; init; }

    public string? WebhookSecret { get; init; }

    /// <summary>The events that the first endpoint wants; all where it is the unset one.</summary>
    public ImmutableArray<string> WebhookEvents { get; init; }

    /// <summary>The organization that the fake is of.</summary>
    public required Guid OrganizationId { get; init; }

    /// <summary>The user whom it belongs to.</summary>
    public required Guid FounderId { get; init; }
}

/// <summary>A world that was kept, with all that belongs to it.</summary>
internal sealed record KeptWorld(World World, WorldOrigin Origin, KeptClock Clock);
