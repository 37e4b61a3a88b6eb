using Polar.FakeServer.Execution;
using Polar.FakeServer.Storage;

namespace Polar.FakeServer.Billing.Subscriptions;

/// <summary>The tables of this folder.</summary>
internal static class SubscriptionTables
{
    extension(World world)
    {
        public Table<SubscriptionRow> Subscriptions => world.Table<SubscriptionRow>();
    }
}
