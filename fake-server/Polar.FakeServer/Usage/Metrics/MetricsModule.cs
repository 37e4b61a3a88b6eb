using Polar.FakeServer.Generated;
using Polar.FakeServer.Identity;
using Polar.FakeServer.Registration;

namespace Polar.FakeServer.Usage.Metrics;

/// <summary>Business figures over time, and dashboards of them.</summary>
internal sealed class MetricsModule : IModule
{
    /// <inheritdoc/>
    public void Register(ModuleBuilder module) => module
        .Handle<IMetricsOperations>(new MetricsOperations())
        .Access("metrics:", Permission.ViewAnalytics, Permission.ManageAnalytics);
}
