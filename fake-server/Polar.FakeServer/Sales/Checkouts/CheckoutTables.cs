using Polar.FakeServer.Execution;
using Polar.FakeServer.Storage;

namespace Polar.FakeServer.Sales.Checkouts;

/// <summary>The tables of this folder.</summary>
internal static class CheckoutTables
{
    extension(World world)
    {
        public Table<CheckoutRow> Checkouts => world.Table<CheckoutRow>();

        public Table<TrialRedemptionRow> TrialRedemptions => world.Table<TrialRedemptionRow>();
    }
}
