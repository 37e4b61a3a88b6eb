using Polar.FakeServer.Execution;
using Polar.FakeServer.Storage;

namespace Polar.FakeServer.Entitlements.Downloadables;

/// <summary>The tables of this folder.</summary>
internal static class DownloadableTables
{
    extension(World world)
    {
        public Table<DownloadableRow> Downloadables => world.Table<DownloadableRow>();
    }
}
