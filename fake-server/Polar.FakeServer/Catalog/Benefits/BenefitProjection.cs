using System.Text.Json.Nodes;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Entitlements.Grants;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Lists;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Catalog.Benefits;

/// <summary>Grants as merchants see them.</summary>
internal static class BenefitProjection
{
    public static BenefitGrant ToResource(World world, BenefitGrantRow row) => new()
    {
        CreatedAt = row.CreatedAt,
        ModifiedAt = row.ModifiedAt,
        Id = row.Id,
        GrantedAt = row.GrantedAt,
        IsGranted = row.IsGranted,
        RevokedAt = row.RevokedAt,
        IsRevoked = row.IsRevoked,
        SubscriptionId = row.SubscriptionId,
        OrderId = row.OrderId,
        CustomerId = row.CustomerId,
        MemberId = row.MemberId,
        BenefitId = row.BenefitId,
        Error = row.Error,
        Customer = world.Customers[row.CustomerId].Resource,
        Member = row.MemberId is { } member ? world.Members.Find(member)?.Resource : null,
        Benefit = world.Benefits[row.BenefitId].Resource,
        Properties = Properties(row),
    };

    /// <summary>As webhooks show it: with what was kept about it before.</summary>
    public static BenefitGrantWebhook ShowInWebhook(World world, BenefitGrantRow row, IWritable before)
    {
        (string, JsonNode?)[] members = [("properties", Recast.Node(row.Properties)), ("previous_properties", Recast.Node(before))];
        var shown = ToResource(world, row);
        return shown.Benefit switch
        {
            BenefitFeatureFlag => Recast.To<BenefitGrant, BenefitGrantFeatureFlagWebhook>(shown, members),
            BenefitLicenseKeys => Recast.To<BenefitGrant, BenefitGrantLicenseKeysWebhook>(shown, members),
            BenefitDownloadables => Recast.To<BenefitGrant, BenefitGrantDownloadablesWebhook>(shown, members),
            BenefitMeterCredit => Recast.To<BenefitGrant, BenefitGrantMeterCreditWebhook>(shown, members),
            BenefitDiscord => Recast.To<BenefitGrant, BenefitGrantDiscordWebhook>(shown, members),
            BenefitGitHubRepository => Recast.To<BenefitGrant, BenefitGrantGitHubRepositoryWebhook>(shown, members),
            BenefitSlackSharedChannel => Recast.To<BenefitGrant, BenefitGrantSlackSharedChannelWebhook>(shown, members),
            _ => Recast.To<BenefitGrant, BenefitGrantCustomWebhook>(shown, members),
        };
    }

    /// <summary>What is kept about a grant, in the shapes that merchants and states know; credits of meters have none there.</summary>
    public static BenefitGrantProperties Properties(BenefitGrantRow row) =>
        row.Properties as BenefitGrantProperties ?? new BenefitGrantCustomProperties();
}
