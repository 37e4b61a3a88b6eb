using Polar.FakeServer.Execution;
using Polar.FakeServer.Storage;

namespace Polar.FakeServer.Billing.Metering;

/// <summary>The tables of this folder.</summary>
internal static class MeteringTables
{
    extension(World world)
    {
        public Table<CustomerMeterRow> CustomerMeters => world.Table<CustomerMeterRow>();

        public Table<PendingUsageRow> PendingUsage => world.Table<PendingUsageRow>();
    }
}
