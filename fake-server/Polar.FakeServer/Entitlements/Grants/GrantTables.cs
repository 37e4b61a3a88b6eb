using Polar.FakeServer.Execution;
using Polar.FakeServer.Storage;

namespace Polar.FakeServer.Entitlements.Grants;

/// <summary>The tables of this folder.</summary>
internal static class GrantTables
{
    extension(World world)
    {
        public Table<BenefitGrantRow> BenefitGrants => world.Table<BenefitGrantRow>();
    }
}
