using Polar.FakeServer.Execution;
using Polar.FakeServer.Storage;

namespace Polar.FakeServer.Billing.Orders;

/// <summary>The tables of this folder.</summary>
internal static class OrderTables
{
    extension(World world)
    {
        public Table<OrderRow> Orders => world.Table<OrderRow>();
    }
}
