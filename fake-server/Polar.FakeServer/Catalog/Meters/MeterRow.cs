using Polar.FakeServer.Storage;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Catalog.Meters;

/// <summary>A meter that prices charge by.</summary>
internal sealed record MeterRow(Meter Resource) : IRow<MeterRow>
{
    /// <inheritdoc/>
    public static TableDefinition<MeterRow> Table { get; } = new("meters");

    public Guid Id => Resource.Id;

    public Guid OrganizationId => Resource.OrganizationId;

    public DateTimeOffset CreatedAt => Resource.CreatedAt;

    public bool IsArchived => Resource.ArchivedAt is not null;

    /// <summary>Whether events have gone through the meter, by which it is settled what it measures.</summary>
    public bool HasMeasured { get; init; }

    /// <summary>How many of the organization's events have been looked at for billing; those behind them are still to be.</summary>
    public long BilledEvents { get; init; }

    /// <summary>How many events there were when the meter was archived; those that came while it was are never billed.</summary>
    public long? EventsWhenArchived { get; init; }
}
