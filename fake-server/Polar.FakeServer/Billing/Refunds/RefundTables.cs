using Polar.FakeServer.Execution;
using Polar.FakeServer.Storage;

namespace Polar.FakeServer.Billing.Refunds;

/// <summary>The tables of this folder.</summary>
internal static class RefundTables
{
    extension(World world)
    {
        public Table<RefundRow> Refunds => world.Table<RefundRow>();
    }
}
