using Polar.FakeServer.Execution;
using Polar.FakeServer.Http;
using Polar.FakeServer.Identity;
using Polar.FakeServer.Storage;
using Polar.FakeServer.Validation;

namespace Polar.FakeServer.Registration;

/// <summary>Looks a row up before a request's values are checked: where Polar resolves the thing of the path while it still asks who calls.</summary>
internal static class RowPrecondition
{
    /// <summary>Refuses a caller who does not see the row, or may not change it.</summary>
    public static Failure? Check<TRow>(Route route, Caller caller, World world, IReadOnlyList<string> path)
        where TRow : class, IRow<TRow>
    {
        if (path.Count == 0 || UuidText.Fault(path[0], out var id) is not null || id.Version != 4)
        {
            return null;
        }

        var row = world.Table<TRow>().Find(id);
        var membership = caller.Memberships.Where(own => own.Organization == row?.OrganizationId && own.Allows(route.Access.View)).ToArray();
        return row is null || membership.Length == 0 ? Failure.NotFound
            : route.Access.Change is { } needed && !membership[0].Allows(needed) ? Failure.Missing(needed)
            : null;
    }
}
