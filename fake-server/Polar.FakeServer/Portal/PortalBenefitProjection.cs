using Polar.FakeServer.Catalog.Benefits;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Entitlements.Grants;
using Polar.FakeServer.Entitlements.Grants.Strategies;
using Polar.FakeServer.Entitlements.Integrations;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Generated;
using Polar.FakeServer.Organizations;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Portal;

/// <summary>Grants as customers see them: with less of the benefit, and with the organization.</summary>
internal static class PortalBenefitProjection
{
    public static CustomerBenefitGrant ToResource(World world, BenefitGrantRow row)
    {
        var shown = GrantProjection.ToResource(world, row);
        var owner = world.Customers[row.CustomerId];
        var member = row.MemberId is { } id
            ? new CustomerBenefitGrantMember { Id = id, OAuthAccounts = LinkedAccounts.ToResource(world, owner, id) }
            : null;
        var customer = PortalCustomerProjection.ToResource(world, owner);
        var organization = world.Organizations[row.OrganizationId].Resource.ToBenefitSubscriberOrganization();
        return shown.Benefit switch
        {
            BenefitFeatureFlag benefit => shown.ToCustomerBenefitGrantFeatureFlag(
                customer, benefit.ToBenefitFeatureFlagSubscriber(organization, new BenefitFeatureFlagSubscriberProperties()), GrantProjection.Kept<BenefitGrantFeatureFlagProperties>(row.Properties)),
            BenefitLicenseKeys benefit => shown.ToCustomerBenefitGrantLicenseKeys(
                customer, benefit.ToBenefitLicenseKeysSubscriber(organization), GrantProjection.Kept<BenefitGrantLicenseKeysProperties>(row.Properties)),
            BenefitDownloadables benefit => shown.ToCustomerBenefitGrantDownloadables(
                customer, benefit.ToBenefitDownloadablesSubscriber(organization, new BenefitDownloadablesSubscriberProperties { ActiveFiles = DownloadablesStrategy.ActiveFiles(benefit).ToValueList() }), GrantProjection.Kept<BenefitGrantDownloadablesProperties>(row.Properties)),
            BenefitMeterCredit benefit => shown.ToCustomerBenefitGrantMeterCredit(
                customer, benefit.ToBenefitMeterCreditSubscriber(organization), GrantProjection.Kept<BenefitGrantMeterCreditProperties>(row.Properties)),
            BenefitDiscord benefit => shown.ToCustomerBenefitGrantDiscord(
                customer, benefit.ToBenefitDiscordSubscriber(organization), GrantProjection.Kept<BenefitGrantDiscordProperties>(row.Properties), member),
            BenefitGitHubRepository benefit => shown.ToCustomerBenefitGrantGitHubRepository(
                customer, benefit.ToBenefitGitHubRepositorySubscriber(organization), GrantProjection.Kept<BenefitGrantGitHubRepositoryProperties>(row.Properties), member),
            BenefitSlackSharedChannel benefit => shown.ToCustomerBenefitGrantSlackSharedChannel(
                customer, benefit.ToBenefitSlackSharedChannelSubscriber(organization, new BenefitSlackSharedChannelSubscriberProperties()), GrantProjection.Kept<BenefitGrantSlackSharedChannelProperties>(row.Properties)),
            BenefitCustom benefit => shown.ToCustomerBenefitGrantCustom(
                customer, benefit.ToBenefitCustomSubscriber(organization), GrantProjection.Kept<BenefitGrantCustomProperties>(row.Properties)),
            _ => throw new InvalidOperationException($"There are no grants of benefits of the type {shown.Benefit.Type}."),
        };
    }
}
