using Polar.FakeServer.Generated;
using Polar.FakeServer.Identity;
using Polar.FakeServer.Registration;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Usage.Metrics;

/// <summary>Business figures over time, and dashboards of them.</summary>
internal sealed class MetricsModule : IModule
{
    /// <inheritdoc/>
    public void Register(ModuleBuilder module) => module
        .Handle<IMetricsOperations>(new MetricsOperations())
        .Inspect(static () => ResourceKind.Of<DashboardRow, MetricDashboardSchema>(
            "Metric dashboards",
            (_, row) => row.Resource,
            (_, row) => row.Resource.Name))
        .Access("metrics:", Permission.ViewAnalytics, Permission.ManageAnalytics);
}
