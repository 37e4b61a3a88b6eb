using Polar.FakeServer.Execution;
using Polar.FakeServer.Storage;

namespace Polar.FakeServer.Customers;

/// <summary>The tables of this folder.</summary>
internal static class CustomerTables
{
    extension(World world)
    {
        public Table<CustomerRow> Customers => world.Table<CustomerRow>();

        public Table<MemberRow> Members => world.Table<MemberRow>();
    }
}
