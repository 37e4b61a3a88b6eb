using Polar.FakeServer.Execution;
using Polar.FakeServer.Storage;

namespace Polar.FakeServer.Usage.Metrics;

/// <summary>The tables of this folder.</summary>
internal static class MetricTables
{
    extension(World world)
    {
        public Table<DashboardRow> Dashboards => world.Table<DashboardRow>();
    }
}
