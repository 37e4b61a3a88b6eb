using Polar.FakeServer.Execution;
using Polar.FakeServer.Storage;

namespace Polar.FakeServer.Billing.Disputes;

/// <summary>The tables of this folder.</summary>
internal static class DisputeTables
{
    extension(World world)
    {
        public Table<DisputeRow> Disputes => world.Table<DisputeRow>();
    }
}
