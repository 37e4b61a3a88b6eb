using Polar.FakeServer.Execution;
using Polar.FakeServer.Storage;

namespace Polar.FakeServer.Billing.Seats;

/// <summary>The tables of this folder.</summary>
internal static class CustomerSeatTables
{
    extension(World world)
    {
        public Table<CustomerSeatRow> CustomerSeats => world.Table<CustomerSeatRow>();
    }
}
