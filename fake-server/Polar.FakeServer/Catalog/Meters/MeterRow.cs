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
}
