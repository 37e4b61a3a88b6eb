using Polar.FakeServer.Catalog.Benefits;
using Polar.FakeServer.Entitlements.Grants;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Sales.Checkouts;
using Polar.FakeServer.Usage.Events;

namespace Polar.FakeServer.Usage.History;

/// <summary>What Polar notes about benefits and checkouts.</summary>
internal static class OtherHistory
{
    /// <summary>Notes that a benefit was given, renewed, changed or taken back.</summary>
    public static void Note(Transaction transaction, GrantNoted noted)
    {
        var grant = noted.Grant;
        var name = noted.Name switch
        {
            "benefit_grant.created" => "benefit.granted",
            "benefit_grant.cycled" => "benefit.cycled",
            "benefit_grant.updated" => "benefit.updated",
            _ => "benefit.revoked",
        };
        EventWriter.WriteSystem(
            transaction,
            grant.OrganizationId,
            name,
            grant.CustomerId,
            EventMetadata.Of(
                ("benefit_id", grant.BenefitId),
                ("benefit_grant_id", grant.Id),
                ("benefit_type", transaction.World.Benefits[grant.BenefitId].Resource.Type),
                ("member_id", grant.MemberId)));
    }

    /// <summary>Notes that somebody has begun to buy.</summary>
    public static void Note(Transaction transaction, CheckoutOpened opened)
    {
        var checkout = opened.Checkout;
        EventWriter.WriteSystem(
            transaction,
            checkout.OrganizationId,
            "checkout.created",
            customer: null,
            EventMetadata.Of(("checkout_id", checkout.Id), ("checkout_status", checkout.Status.Value), ("product_id", checkout.ProductId)));
    }
}
