using Polar.FakeServer.Generated;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Portal;

/// <summary>Organizations as their customers see them.</summary>
internal static class PortalOrganizationProjection
{
    public static CustomerOrganization ToResource(Organization organization) => organization.ToCustomerOrganization(new CustomerOrganizationFeatureSettings
    {
        MemberModelEnabled = organization.FeatureSettings?.MemberModelEnabled ?? false,
        CheckoutLocalizationEnabled = organization.FeatureSettings?.CheckoutLocalizationEnabled ?? false,
    });
}
