using System.Text.Json.Nodes;
using Polar.FakeServer.Catalog.Benefits;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Entitlements.Grants;
using Polar.FakeServer.Entitlements.Grants.Strategies;
using Polar.FakeServer.Entitlements.Integrations;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Lists;
using Polar.FakeServer.Organizations;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Portal;

/// <summary>Grants as customers see them: with less of the benefit, and with the organization.</summary>
internal static class PortalBenefitProjection
{
    public static CustomerBenefitGrant ToResource(World world, BenefitGrantRow row)
    {
        var shown = BenefitProjection.ToResource(world, row);
        var customer = world.Customers[row.CustomerId];
        var member = row.MemberId is { } id
            ? new CustomerBenefitGrantMember { Id = id, OAuthAccounts = LinkedAccounts.ToResource(world, customer, id) }
            : null;
        (string, JsonNode?)[] members =
        [
            ("customer", Recast.Node(PortalCustomerProjection.ToResource(world, customer))),
            ("member", member is null ? null : Recast.Node(member)),
            ("benefit", Benefit(world, shown.Benefit)),
            ("properties", Recast.Node(row.Properties)),
        ];
        return shown.Benefit switch
        {
            BenefitFeatureFlag => Recast.To<BenefitGrant, CustomerBenefitGrantFeatureFlag>(shown, members),
            BenefitLicenseKeys => Recast.To<BenefitGrant, CustomerBenefitGrantLicenseKeys>(shown, members),
            BenefitDownloadables => Recast.To<BenefitGrant, CustomerBenefitGrantDownloadables>(shown, members),
            BenefitMeterCredit => Recast.To<BenefitGrant, CustomerBenefitGrantMeterCredit>(shown, members),
            BenefitDiscord => Recast.To<BenefitGrant, CustomerBenefitGrantDiscord>(shown, members),
            BenefitGitHubRepository => Recast.To<BenefitGrant, CustomerBenefitGrantGitHubRepository>(shown, members),
            BenefitSlackSharedChannel => Recast.To<BenefitGrant, CustomerBenefitGrantSlackSharedChannel>(shown, members),
            _ => Recast.To<BenefitGrant, CustomerBenefitGrantCustom>(shown, members),
        };
    }

    /// <summary>The benefit with what its customers may know; the shape of the grant drops what remains.</summary>
    private static JsonNode Benefit(World world, Benefit benefit)
    {
        var node = Recast.Node(benefit)!;
        var organization = world.Organizations[benefit.OrganizationId].Resource;
        node["organization"] = Recast.Node(Recast.To<Organization, BenefitSubscriberOrganization>(organization));
        if (benefit is BenefitDownloadables downloadables)
        {
            var active = DownloadablesStrategy.ActiveFiles(downloadables);
            node["properties"] = Recast.Node(new BenefitDownloadablesSubscriberProperties { ActiveFiles = active.ToValueList() });
        }

        return node;
    }
}
