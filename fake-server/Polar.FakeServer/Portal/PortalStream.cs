using Polar.FakeServer.Billing.Customers;
using Polar.FakeServer.Http;
using Polar.FakeServer.Identity;

namespace Polar.FakeServer.Portal;

/// <summary>What the pages of the portal listen to; the API description leaves it out.</summary>
internal static class PortalStream
{
    public static Route Route { get; } = new()
    {
        Id = "customer_portal:customers:stream",
        Method = "GET",
        Template = "/v1/customer-portal/customers/stream",
        Status = 200,
        Scopes = ["customer_portal:read", "customer_portal:write"],
        Subjects = [nameof(SubjectKind.Customer), nameof(SubjectKind.Member)],
        Path = [],
        Query = [],
        Handle = static (_, transaction, _) => CustomerStream.Of(transaction, PortalCustomers.Of(transaction).Id),
    };
}
