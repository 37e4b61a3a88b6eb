using System.Text.Json.Nodes;
using Polar.Functional.Contracts;

namespace Polar.FakeServer;

/// <summary>A customer as its own people see it in the portal.</summary>
internal static class PortalCustomerProjection
{
    public static CustomerPortalCustomer Show(World world, CustomerRow row)
    {
        var accounts = new JsonObject();
        foreach (var (name, account) in LinkedAccounts.Show(world, row, member: null))
        {
            accounts[name] = Recast.Node(account);
        }

        return Recast.To<Customer, CustomerPortalCustomer>(row.Shown, ("oauth_accounts", accounts));
    }
}
