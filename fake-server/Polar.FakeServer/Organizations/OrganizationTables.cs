using Polar.FakeServer.Execution;
using Polar.FakeServer.Storage;

namespace Polar.FakeServer.Organizations;

/// <summary>The tables of this folder.</summary>
internal static class OrganizationTables
{
    extension(World world)
    {
        public Table<OrganizationRow> Organizations => world.Table<OrganizationRow>();

        public Table<UserRow> Users => world.Table<UserRow>();
    }
}
