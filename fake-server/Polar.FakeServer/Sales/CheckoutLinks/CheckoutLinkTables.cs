using Polar.FakeServer.Execution;
using Polar.FakeServer.Storage;

namespace Polar.FakeServer.Sales.CheckoutLinks;

/// <summary>The tables of this folder.</summary>
internal static class CheckoutLinkTables
{
    extension(World world)
    {
        public Table<CheckoutLinkRow> CheckoutLinks => world.Table<CheckoutLinkRow>();
    }
}
