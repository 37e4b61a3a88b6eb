using System.Text.Json.Nodes;
using Polar.Functional.Contracts;

namespace Polar.FakeServer;

/// <summary>Grants as the wire shows them.</summary>
internal static class BenefitProjection
{
    public static BenefitGrant Show(World world, BenefitGrantRow row) => new()
    {
        CreatedAt = row.CreatedAt,
        ModifiedAt = row.ModifiedAt,
        Id = row.Id,
        GrantedAt = row.GrantedAt,
        IsGranted = row.IsGranted,
        RevokedAt = row.RevokedAt,
        IsRevoked = row.RevokedAt is not null,
        SubscriptionId = row.SubscriptionId,
        OrderId = row.OrderId,
        CustomerId = row.CustomerId,
        MemberId = row.MemberId,
        BenefitId = row.BenefitId,
        Error = null,
        Customer = world.Customers[row.CustomerId].Shown,
        Member = row.MemberId is { } member ? world.Members[member].Shown : null,
        Benefit = world.Benefits[row.BenefitId].Shown,
        Properties = Properties(row),
    };

    /// <summary>As webhooks show it: with what its properties were before.</summary>
    public static BenefitGrantWebhook ShowInWebhook(World world, BenefitGrantRow row, BenefitGrantLicenseKeysProperties? before)
    {
        (string, JsonNode?) previous = ("previous_properties", before is null ? new JsonObject() : Recast.Node(before));
        return world.Benefits[row.BenefitId].Shown is BenefitLicenseKeys
            ? Recast.To<BenefitGrant, BenefitGrantLicenseKeysWebhook>(Show(world, row), previous)
            : Recast.To<BenefitGrant, BenefitGrantCustomWebhook>(Show(world, row), previous);
    }

    public static BenefitGrantProperties Properties(BenefitGrantRow row) =>
        row.KeyProperties as BenefitGrantProperties ?? new BenefitGrantCustomProperties();
}
