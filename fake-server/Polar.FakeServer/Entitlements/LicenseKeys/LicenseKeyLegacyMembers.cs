using Polar.FakeServer.Customers;
using Polar.FakeServer.Generated;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Entitlements.LicenseKeys;

/// <summary>License keys still name their customer as a user.</summary>
internal static class LicenseKeyLegacyMembers
{
    public static void Write(ResourceWriter writer, LicenseKeyCustomer customer) =>
        UserLegacyMembers.Write(writer, customer.Id, customer.Email, customer.Name, customer.AvatarUrl);
}
