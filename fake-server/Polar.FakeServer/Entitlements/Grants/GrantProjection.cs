using Polar.FakeServer.Catalog.Benefits;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Generated;
using Polar.FakeServer.Rendering;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Entitlements.Grants;

/// <summary>Grants as merchants see them.</summary>
internal static class GrantProjection
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
        var shown = ToResource(world, row);
        return shown.Benefit switch
        {
            BenefitFeatureFlag benefit => shown.ToBenefitGrantFeatureFlagWebhook(
                benefit, Kept<BenefitGrantFeatureFlagProperties>(row.Properties), Kept<BenefitGrantFeatureFlagProperties>(before)),
            BenefitLicenseKeys benefit => shown.ToBenefitGrantLicenseKeysWebhook(
                benefit, Kept<BenefitGrantLicenseKeysProperties>(row.Properties), Kept<BenefitGrantLicenseKeysProperties>(before)),
            BenefitDownloadables benefit => shown.ToBenefitGrantDownloadablesWebhook(
                benefit, Kept<BenefitGrantDownloadablesProperties>(row.Properties), Kept<BenefitGrantDownloadablesProperties>(before)),
            BenefitMeterCredit benefit => shown.ToBenefitGrantMeterCreditWebhook(
                benefit, Kept<BenefitGrantMeterCreditProperties>(row.Properties), Kept<BenefitGrantMeterCreditProperties>(before)),
            BenefitDiscord benefit => shown.ToBenefitGrantDiscordWebhook(
                benefit, Kept<BenefitGrantDiscordProperties>(row.Properties), Kept<BenefitGrantDiscordProperties>(before)),
            BenefitGitHubRepository benefit => shown.ToBenefitGrantGitHubRepositoryWebhook(
                benefit, Kept<BenefitGrantGitHubRepositoryProperties>(row.Properties), Kept<BenefitGrantGitHubRepositoryProperties>(before)),
            BenefitSlackSharedChannel benefit => shown.ToBenefitGrantSlackSharedChannelWebhook(
                benefit, Kept<BenefitGrantSlackSharedChannelProperties>(row.Properties), Kept<BenefitGrantSlackSharedChannelProperties>(before)),
            BenefitCustom benefit => shown.ToBenefitGrantCustomWebhook(
                benefit, Kept<BenefitGrantCustomProperties>(row.Properties), Kept<BenefitGrantCustomProperties>(before)),
            _ => throw new InvalidOperationException($"There are no grants of benefits of the type {shown.Benefit.Type}."),
        };
    }

    /// <summary>What a type of benefit keeps about a grant; empty before it is granted for the first time.</summary>
    public static T Kept<T>(IWritable properties)
        where T : class, IWire<T> => properties as T ?? NoMembers<T>.Value;

    /// <summary>What is kept about a grant, in the shapes that merchants and states know; credits of meters have none there.</summary>
    public static BenefitGrantProperties Properties(BenefitGrantRow row) =>
        row.Properties as BenefitGrantProperties ?? new BenefitGrantCustomProperties();
}
