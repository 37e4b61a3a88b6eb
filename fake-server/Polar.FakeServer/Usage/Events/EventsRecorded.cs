using Polar.FakeServer.Execution;

namespace Polar.FakeServer.Usage.Events;

/// <summary>Events have been recorded, by the merchant or by Polar itself; they are in the world's store already.</summary>
/// <param name="Added">The new ones, in the order in which they were ingested. They count at once.</param>
/// <param name="Completed">
/// Those that can be shown from now on: the new ones, without those that wait for a parent, and older ones that have waited. The same list as
/// <paramref name="Added"/> where nothing waits.
/// </param>
internal sealed record EventsRecorded(IReadOnlyList<EventRow> Added, IReadOnlyList<EventRow> Completed) : IDomainEvent;
