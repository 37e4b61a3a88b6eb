using Polar.FakeServer.Billing.Orders;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Http;
using Polar.FakeServer.Identity;
using Polar.FakeServer.Organizations;
using Polar.FakeServer.Storage;
using Polar.FakeServer.Validation;

namespace Polar.FakeServer.Authentication;

/// <summary>Looks that come before a request's values are checked: where Polar resolves the thing of the path while it still asks who calls.</summary>
internal static class ResourcePreconditions
{
    /// <summary>Why the caller gets no further; null when it does.</summary>
    public static Failure? Refusal(Route route, Caller caller, World world, IReadOnlyList<string> values)
    {
        if (values.Count == 0 || UuidText.Fault(values[0], out var id) is not null || id.Version != 4)
        {
            return null;
        }

        return route.Id switch
        {
            "organizations:get" or "organizations:update" => Of(route, caller, world.Organizations.Find(id)),
            "orders:update" or "orders:finalize" => Of(route, caller, world.Orders.Find(id)),
            _ => null,
        };
    }

    private static Failure? Of(Route route, Caller caller, IRow? row)
    {
        var membership = caller.Memberships.Where(own => own.Organization == row?.OrganizationId && own.Allows(route.Access.View)).ToArray();
        return row is null || membership.Length == 0 ? Failure.NotFound
            : route.Access.Change is { } needed && !membership[0].Allows(needed) ? Permissions.Missing(needed)
            : null;
    }
}
