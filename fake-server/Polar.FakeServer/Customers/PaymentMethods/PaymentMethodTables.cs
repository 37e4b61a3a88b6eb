using Polar.FakeServer.Execution;
using Polar.FakeServer.Storage;

namespace Polar.FakeServer.Customers.PaymentMethods;

/// <summary>The tables of this folder.</summary>
internal static class PaymentMethodTables
{
    extension(World world)
    {
        public Table<PaymentMethodRow> PaymentMethods => world.Table<PaymentMethodRow>();

        public Table<IntentRow> Intents => world.Table<IntentRow>();
    }
}
