using Polar.FakeServer.Storage;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Usage.Events;

/// <summary>An organization's events of one name and source; all of them share it.</summary>
/// <param name="OrganizationId">The organization.</param>
/// <param name="Name">What happened.</param>
/// <param name="IsSystem">Whether Polar itself has recorded them.</param>
internal sealed record EventKind(Guid OrganizationId, string Name, bool IsSystem)
{
    private readonly int _hash = HashCode.Combine(OrganizationId, Name, IsSystem);

    /// <summary>Who has recorded them, as it is shown.</summary>
    public EventSource Source => IsSystem ? EventSource.System : EventSource.User;

    /// <inheritdoc/>
    public bool Equals(EventKind? other) =>
        ReferenceEquals(this, other)
        || (other is not null && IsSystem == other.IsSystem && OrganizationId == other.OrganizationId && Name == other.Name);

    /// <inheritdoc/>
    public override int GetHashCode() => _hash;
}

/// <summary>Whom an event is about: a customer by Polar's id or by the merchant's, or nobody.</summary>
internal sealed record EventSubject(Guid? CustomerId, string? ExternalCustomerId, Guid? MemberId = null, string? ExternalMemberId = null)
{
    /// <summary>Nobody.</summary>
    public static EventSubject None { get; } = new(null, null);
}

/// <summary>Something that happened; it never changes.</summary>
internal sealed class EventRow : IRow
{
    private readonly long _timestamp;
    private readonly long _ingested;

    public EventRow(int place, Guid id, EventKind kind, EventSubject subject, long timestamp, long ingested)
    {
        Place = place;
        Id = id;
        Kind = kind;
        Subject = subject;
        _timestamp = timestamp;
        _ingested = ingested;
    }

    /// <summary>Its number: events of all organizations are numbered as they are ingested.</summary>
    public int Place { get; }

    /// <inheritdoc/>
    public Guid Id { get; }

    /// <summary>Its name, source and organization.</summary>
    public EventKind Kind { get; }

    /// <summary>Whom it is about.</summary>
    public EventSubject Subject { get; }

    /// <summary>What it tells.</summary>
    public EventMetadata Metadata { get; init; } = EventMetadata.Empty;

    /// <summary>The merchant's own id of it.</summary>
    public string? ExternalId { get; init; }

    /// <summary>The event that it belongs to, if that was known when it came.</summary>
    public EventRow? Parent { get; init; }

    /// <summary>What the event that it belongs to is called, if that was not known when it came: an id, or the merchant's own id.</summary>
    public string? MissingParent { get; init; }

    public string Name => Kind.Name;

    public bool IsSystem => Kind.IsSystem;

    /// <inheritdoc/>
    public Guid OrganizationId => Kind.OrganizationId;

    /// <summary>When it happened.</summary>
    public DateTimeOffset Timestamp => new(_timestamp, TimeSpan.Zero);

    /// <summary>When it happened, in ticks of UTC.</summary>
    public long Ticks => _timestamp;

    /// <summary>When it was ingested.</summary>
    public DateTimeOffset IngestedAt => new(_ingested, TimeSpan.Zero);

    /// <inheritdoc/>
    public DateTimeOffset CreatedAt => IngestedAt;
}
