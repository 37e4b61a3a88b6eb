using Polar.FakeServer.Customers;
using Polar.FakeServer.Execution;

namespace Polar.FakeServer.Portal;

/// <summary>The customer whose portal it is.</summary>
internal static class PortalCustomers
{
    /// <summary>The customer of the caller's session, whoever of its people calls.</summary>
    public static CustomerRow Of(Transaction transaction) => transaction.World.Customers[transaction.Caller.Customer!.Value];
}
