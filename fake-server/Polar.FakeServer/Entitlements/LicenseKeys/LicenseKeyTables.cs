using Polar.FakeServer.Execution;
using Polar.FakeServer.Storage;

namespace Polar.FakeServer.Entitlements.LicenseKeys;

/// <summary>The tables of this folder.</summary>
internal static class LicenseKeyTables
{
    extension(World world)
    {
        public Table<LicenseKeyRow> LicenseKeys => world.Table<LicenseKeyRow>();
    }
}
