using Polar.FakeServer.Execution;
using Polar.FakeServer.Storage;

namespace Polar.FakeServer.Catalog.Benefits;

/// <summary>The tables of this folder.</summary>
internal static class BenefitTables
{
    extension(World world)
    {
        public Table<BenefitRow> Benefits => world.Table<BenefitRow>();
    }
}
