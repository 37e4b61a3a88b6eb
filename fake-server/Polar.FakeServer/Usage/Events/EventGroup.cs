using System.Collections;
using Polar.FakeServer.Storage;

namespace Polar.FakeServer.Usage.Events;

/// <summary>Events of an organization, or of one kind, by when they happened.</summary>
/// <param name="Times">Their places by their timestamps in ticks.</param>
internal sealed record EventGroup(SortedRuns Times)
{
    /// <summary>No events.</summary>
    public static EventGroup None { get; } = new(SortedRuns.Empty);

    public int Count => Times.Count;

    /// <summary>When the first one happened; only of a group that has events.</summary>
    public DateTimeOffset First => new(Times.First, TimeSpan.Zero);

    /// <summary>When the last one happened; only of a group that has events.</summary>
    public DateTimeOffset Last => new(Times.Last, TimeSpan.Zero);
}

/// <summary>All events of an organization.</summary>
/// <param name="Events">The events.</param>
/// <param name="Kinds">What kinds there are, in the order in which they came up.</param>
/// <param name="Unrooted">How many of the events are of a chain whose beginning has not come yet.</param>
internal sealed record OrganizationEvents(EventGroup Events, AppendList<EventKind> Kinds, int Unrooted)
{
    /// <summary>No events.</summary>
    public static OrganizationEvents None { get; } = new(EventGroup.None, AppendList<EventKind>.Empty, 0);
}

/// <summary>Events of one customer, in the order in which they were ingested; one is read only when it is asked for.</summary>
/// <param name="rows">All events.</param>
/// <param name="places">The places of these.</param>
internal sealed class EventList(AppendList<EventRow> rows, IReadOnlyList<int> places) : IReadOnlyList<EventRow>
{
    /// <inheritdoc/>
    public int Count => places.Count;

    /// <inheritdoc/>
    public EventRow this[int index] => rows[places[index]];

    /// <inheritdoc/>
    public IEnumerator<EventRow> GetEnumerator() => places.Select(place => rows[place]).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
