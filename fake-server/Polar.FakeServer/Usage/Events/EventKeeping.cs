using System.Runtime.InteropServices;
using Polar.FakeServer.Storage;

namespace Polar.FakeServer.Usage.Events;

/// <summary>An event as it is kept beyond the process.</summary>
internal sealed record EventEntry
{
    public required Guid Id { get; init; }

    public required Guid OrganizationId { get; init; }

    public required string Name { get; init; }

    public bool IsSystem { get; init; }

    public required DateTimeOffset Timestamp { get; init; }

    public required DateTimeOffset IngestedAt { get; init; }

    public required EventSubject Subject { get; init; }

    public required EventMetadata Metadata { get; init; }

    public string? ExternalId { get; init; }

    /// <summary>The place of the event that it belongs to, if that was known when it came.</summary>
    public int? Parent { get; init; }

    public string? MissingParent { get; init; }

    public static EventEntry Of(EventRow row) => new()
    {
        Id = row.Id,
        OrganizationId = row.OrganizationId,
        Name = row.Name,
        IsSystem = row.IsSystem,
        Timestamp = row.Timestamp,
        IngestedAt = row.IngestedAt,
        Subject = row.Subject,
        Metadata = row.Metadata,
        ExternalId = row.ExternalId,
        Parent = row.Parent?.Place,
        MissingParent = row.MissingParent,
    };
}

/// <summary>Which event another belongs to that came before it; by the other's place.</summary>
/// <param name="Parent">The place of the event that it belongs to.</param>
/// <param name="Rank">Where it stands among those that belong to this.</param>
internal sealed record LateParent(int Parent, int Rank);

/// <summary>The store as it is kept beyond the process: the events, and what was found out later of which belongs to which. All else follows.</summary>
internal sealed partial record EventStore
{
    /// <inheritdoc/>
    public static IReadOnlyList<PartList<EventStore>> Lists { get; } =
    [
        new("events", typeof(EventEntry), EventChanges),
        new("late_parents", typeof(LateParent), LateParentChanges),
    ];

    /// <inheritdoc/>
    public static EventStore Restore(IReadOnlyList<KeptEntries> lists)
    {
        var (kinds, subjects) = (new Dictionary<EventKind, EventKind>(), new Dictionary<EventSubject, EventSubject>());
        var rows = new EventRow[lists[0].Entries.Length];
        for (var place = 0; place < rows.Length; place++)
        {
            var entry = (EventEntry)lists[0].Entries[place];
            if (lists[0].Numbers[place] != place || entry.Parent >= place)
            {
                throw new FormatException($"Event {lists[0].Numbers[place]} does not follow those before it.");
            }

            var (kind, subject) = (new EventKind(entry.OrganizationId, entry.Name, entry.IsSystem), entry.Subject);
            rows[place] = new EventRow(place, entry.Id, Shared(kinds, kind), Shared(subjects, subject), entry.Timestamp.UtcTicks, entry.IngestedAt.UtcTicks)
            {
                Metadata = entry.Metadata,
                ExternalId = entry.ExternalId,
                Parent = entry.Parent is { } parent ? rows[parent] : null,
                MissingParent = entry.MissingParent,
            };
        }

        var store = Empty.Indexed(rows);
        return Array.TrueForAll(rows, row => row is { Parent: null, MissingParent: null }) ? store : store.Relinked(rows, lists[1]);
    }

    private static T Shared<T>(Dictionary<T, T> known, T wanted)
        where T : notnull => CollectionsMarshal.GetValueRefOrAddDefault(known, wanted, out _) ??= wanted;

    private static IEnumerable<(long Number, object? Entry)> EventChanges(EventStore before, EventStore after)
    {
        var common = before.Rows.CommonWith(after.Rows);
        for (var place = Math.Max(common, after.Count); place < before.Count; place++)
        {
            yield return (place, null);
        }

        for (var place = common; place < after.Count; place++)
        {
            yield return (place, EventEntry.Of(after.Rows[place]));
        }
    }

    private static IEnumerable<(long Number, object? Entry)> LateParentChanges(EventStore before, EventStore after)
    {
        if (ReferenceEquals(before.LateParents, after.LateParents))
        {
            yield break;
        }

        // A link is made when the later one of the two comes, so it is among what only one version has.
        var common = before.Rows.CommonWith(after.Rows);
        foreach (var (child, _) in before.LateLinks(common))
        {
            yield return (child, null);
        }

        foreach (var (child, link) in after.LateLinks(common))
        {
            yield return (child, link);
        }
    }

    /// <summary>The late links of the events from a place on, to those above them and to those below.</summary>
    private IEnumerable<(int Child, LateParent Link)> LateLinks(int from)
    {
        for (var place = from; place < Count; place++)
        {
            var children = ChildrenOf(place);
            for (var rank = 0; rank < children.Count; rank++)
            {
                if (Rows[children[rank]].Parent is null)
                {
                    yield return (children[rank], new LateParent(place, rank));
                }
            }

            if (LateParents.TryFind(place, out var parent) && parent.Place < from)
            {
                yield return (place, new LateParent(parent.Place, ChildrenOf(parent.Place).ToList().IndexOf(place)));
            }
        }
    }

    private EventStore Relinked(EventRow[] rows, KeptEntries links)
    {
        var late = new Dictionary<int, LateParent>();
        for (var index = 0; index < links.Entries.Length; index++)
        {
            late.Add((int)links.Numbers[index], (LateParent)links.Entries[index]);
        }

        var children = new Dictionary<int, List<int>>();
        var waiting = new Dictionary<ParentName, List<int>>();
        foreach (var row in rows)
        {
            if (row.Parent is { } parent)
            {
                (CollectionsMarshal.GetValueRefOrAddDefault(children, parent.Place, out _) ??= []).Add(row.Place);
            }
            else if (row.MissingParent is not null && !late.ContainsKey(row.Place))
            {
                (CollectionsMarshal.GetValueRefOrAddDefault(waiting, NameOf(row), out _) ??= []).Add(row.Place);
            }
        }

        foreach (var (child, link) in late.OrderBy(entry => entry.Value.Rank))
        {
            var siblings = CollectionsMarshal.GetValueRefOrAddDefault(children, link.Parent, out _) ??= [];
            if (child >= rows.Length || link.Parent >= rows.Length || link.Rank > siblings.Count)
            {
                throw new FormatException($"Event {child} cannot belong to event {link.Parent}.");
            }

            siblings.Insert(link.Rank, child);
        }

        var linked = this with
        {
            Children = HashTrie<int, AppendList<int>>.Of(EqualityComparer<int>.Default, children.Select(entry => KeyValuePair.Create(entry.Key, ListOf(entry.Value)))),
            Waiting = HashTrie<ParentName, AppendList<int>>.Of(
                EqualityComparer<ParentName>.Default, waiting.Select(entry => KeyValuePair.Create(entry.Key, ListOf(entry.Value)))),
            LateParents = HashTrie<int, EventRow>.Of(
                EqualityComparer<int>.Default, late.Select(entry => KeyValuePair.Create(entry.Key, rows[entry.Value.Parent]))),
        };
        return rows.Where(row => !linked.HasBeginning(row)).Aggregate(linked, (store, row) => store.WithUnrooted(row, true));
    }

    /// <summary>Whether the chain of parents ends in an event that belongs to none.</summary>
    private bool HasBeginning(EventRow row)
    {
        var above = row;
        for (var steps = 0; steps <= Count && ParentOf(above) is { } parent; steps++)
        {
            above = parent;
        }

        return above is { Parent: null, MissingParent: null };
    }

    private static AppendList<int> ListOf(List<int> places) => AppendList<int>.Empty.AddRange(CollectionsMarshal.AsSpan(places));
}
