using Polar.FakeServer.Execution;

namespace Polar.FakeServer.Customers;

/// <summary>What people call customers.</summary>
internal static class CustomerLabel
{
    /// <summary>A customer's e-mail address, else its name; null where there is neither.</summary>
    public static string? Of(World world, Guid? customer) =>
        customer is { } id && world.Customers.Find(id) is { } row ? row.Email ?? row.Resource.Name : null;
}
