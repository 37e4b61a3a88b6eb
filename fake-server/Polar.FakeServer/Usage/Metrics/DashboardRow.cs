using Polar.FakeServer.Storage;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Usage.Metrics;

/// <summary>A selection of metrics that somebody has named.</summary>
internal sealed record DashboardRow(MetricDashboardSchema Resource) : IRow<DashboardRow>
{
    /// <inheritdoc/>
    public static TableDefinition<DashboardRow> Table { get; } = new("metric_dashboards");

    public Guid Id => Resource.Id;

    public Guid OrganizationId => Resource.OrganizationId;

    public DateTimeOffset CreatedAt => Resource.CreatedAt;
}
