using Polar.FakeServer.Catalog.Meters;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Storage;

namespace Polar.FakeServer.Catalog.Products;

/// <summary>The tables of this folder.</summary>
internal static class ProductTables
{
    extension(World world)
    {
        public Table<ProductRow> Products => world.Table<ProductRow>();

        public Table<MeterRow> Meters => world.Table<MeterRow>();
    }
}
