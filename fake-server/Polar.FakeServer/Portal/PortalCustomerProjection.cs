using Polar.FakeServer.Customers;
using Polar.FakeServer.Entitlements.Integrations;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Generated;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Portal;

/// <summary>A customer as its own people see it in the portal.</summary>
internal static class PortalCustomerProjection
{
    public static CustomerPortalCustomer ToResource(World world, CustomerRow row) =>
        row.Resource.ToCustomerPortalCustomer(row.Email, LinkedAccounts.ToResource(world, row, member: null));
}
