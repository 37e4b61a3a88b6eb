using System.Text.Json.Nodes;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Entitlements.Integrations;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Lists;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Portal;

/// <summary>A customer as its own people see it in the portal.</summary>
internal static class PortalCustomerProjection
{
    public static CustomerPortalCustomer ToResource(World world, CustomerRow row)
    {
        var accounts = new JsonObject();
        foreach (var (name, account) in LinkedAccounts.ToResource(world, row, member: null))
        {
            accounts[name] = Recast.Node(account);
        }

        return Recast.To<Customer, CustomerPortalCustomer>(row.Resource, ("oauth_accounts", accounts));
    }
}
