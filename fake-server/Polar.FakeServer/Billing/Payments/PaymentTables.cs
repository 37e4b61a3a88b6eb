using Polar.FakeServer.Execution;
using Polar.FakeServer.Storage;

namespace Polar.FakeServer.Billing.Payments;

/// <summary>The tables of this folder.</summary>
internal static class PaymentTables
{
    extension(World world)
    {
        public Table<PaymentRow> Payments => world.Table<PaymentRow>();
    }
}
