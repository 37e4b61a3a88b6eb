using Polar.FakeServer.Execution;
using Polar.FakeServer.Storage;

namespace Polar.FakeServer.Catalog.Discounts;

/// <summary>The tables of this folder.</summary>
internal static class DiscountTables
{
    extension(World world)
    {
        public Table<DiscountRow> Discounts => world.Table<DiscountRow>();

        public Table<RedemptionRow> Redemptions => world.Table<RedemptionRow>();
    }
}
