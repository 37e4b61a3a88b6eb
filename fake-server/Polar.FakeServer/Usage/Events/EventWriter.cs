using Polar.FakeServer.Customers;
using Polar.FakeServer.Execution;

namespace Polar.FakeServer.Usage.Events;

/// <summary>An event on its way into the store.</summary>
internal sealed record EventDraft
{
    /// <summary>The organization.</summary>
    public required Guid OrganizationId { get; init; }

    /// <summary>What happened.</summary>
    public required string Name { get; init; }

    /// <summary>Whether Polar itself records it.</summary>
    public bool IsSystem { get; init; }

    /// <summary>Whom it is about.</summary>
    public required EventSubject Subject { get; init; }

    /// <summary>When it happened.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>What it tells.</summary>
    public required EventMetadata Metadata { get; init; }

    /// <summary>The merchant's own id of it.</summary>
    public string? ExternalId { get; init; }

    /// <summary>What the event is called that it belongs to: Polar's id or the merchant's own.</summary>
    public string? ParentName { get; init; }
}

/// <summary>Records events, and tells of them in the same step.</summary>
internal static class EventWriter
{
    /// <summary>Records what Polar itself notes about a customer, or about nobody: <c>source</c> is <c>system</c>.</summary>
    /// <param name="transaction">The step.</param>
    /// <param name="organization">The organization.</param>
    /// <param name="name">What happened, such as <c>order.paid</c>.</param>
    /// <param name="customer">The customer's id.</param>
    /// <param name="metadata">What is known of it; see <see cref="EventMetadata.Of"/>.</param>
    /// <param name="timestamp">When it happened; now where left out.</param>
    public static EventRow WriteSystem(
        Transaction transaction, Guid organization, string name, Guid? customer, EventMetadata metadata, DateTimeOffset? timestamp = null)
    {
        var store = transaction.World.UsageEvents;
        var subject = customer is { } id ? new EventSubject(id, null) : EventSubject.None;
        var row = new EventRow(
            store.Count,
            transaction.NewId(),
            store.KindOf(organization, name, isSystem: true),
            store.LatestSubject(organization, subject) is { } latest && latest == subject ? latest : subject,
            (timestamp ?? transaction.Now).UtcTicks,
            transaction.Now.UtcTicks)
        {
            Metadata = metadata,
        };
        Record(transaction, [row]);
        return row;
    }

    /// <summary>Records events; one whose external id is known already is left out.</summary>
    /// <returns>The new events.</returns>
    public static IReadOnlyList<EventRow> Write(Transaction transaction, IReadOnlyList<EventDraft> drafts)
    {
        var store = transaction.World.UsageEvents;
        var added = new List<EventRow>(drafts.Count);
        var kinds = new Dictionary<EventKind, EventKind>();
        var subjects = new Dictionary<EventSubject, EventSubject>(drafts.Count);
        var externalIds = new HashSet<(Guid, string)>(drafts.Count);
        var now = transaction.Now.UtcTicks;
        foreach (var draft in drafts)
        {
            if (draft.ExternalId is { } externalId
                && (store.Find(draft.OrganizationId, externalId) is not null || !externalIds.Add((draft.OrganizationId, externalId))))
            {
                continue;
            }

            var parent = draft.ParentName is { } name ? store.FindParent(draft.OrganizationId, name) : null;
            added.Add(new EventRow(
                store.Count + added.Count,
                transaction.NewId(),
                KindOf(store, kinds, draft),
                SubjectOf(store, subjects, draft),
                draft.Timestamp.UtcTicks,
                now)
            {
                Metadata = draft.Metadata,
                ExternalId = draft.ExternalId,
                Parent = parent,
                MissingParent = parent is null ? draft.ParentName : null,
            });
        }

        if (added.Count > 0)
        {
            Record(transaction, added);
        }

        return added;
    }

    private static void Record(Transaction transaction, IReadOnlyList<EventRow> added)
    {
        transaction.Keep(transaction.World.UsageEvents.Append(added, out var completed));
        transaction.Raise(new EventsRecorded(added, completed));
    }

    private static EventKind KindOf(EventStore store, Dictionary<EventKind, EventKind> known, EventDraft draft)
    {
        var wanted = new EventKind(draft.OrganizationId, draft.Name, draft.IsSystem);
        if (!known.TryGetValue(wanted, out var kind))
        {
            known[wanted] = kind = store.KindOf(draft.OrganizationId, draft.Name, draft.IsSystem);
        }

        return kind;
    }

    /// <summary>The subject as the customer's earlier events have it, so that they share it.</summary>
    private static EventSubject SubjectOf(EventStore store, Dictionary<EventSubject, EventSubject> known, EventDraft draft)
    {
        if (!known.TryGetValue(draft.Subject, out var subject))
        {
            subject = store.LatestSubject(draft.OrganizationId, draft.Subject) is { } latest && latest == draft.Subject ? latest : draft.Subject;
            known[draft.Subject] = subject;
        }

        return subject;
    }
}
