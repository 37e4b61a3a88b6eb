using Polar.FakeServer.Execution;
using Polar.FakeServer.Storage;

namespace Polar.FakeServer.Entitlements.Integrations;

/// <summary>The tables of this folder.</summary>
internal static class IntegrationTables
{
    extension(World world)
    {
        public IntegrationStates Integrations => world.Table<IntegrationStates>().Find(Guid.Empty) ?? IntegrationStates.Working;

        public Table<LinkedAccountRow> LinkedAccounts => world.Table<LinkedAccountRow>();

        public Table<SlackIntegrationRow> SlackIntegrations => world.Table<SlackIntegrationRow>();
    }
}
