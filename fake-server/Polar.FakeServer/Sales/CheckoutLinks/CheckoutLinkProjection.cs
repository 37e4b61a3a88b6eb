using Polar.FakeServer.Catalog.Discounts;
using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Execution;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Sales.CheckoutLinks;

/// <summary>Links as the wire shows them.</summary>
internal static class CheckoutLinkProjection
{
    public static CheckoutLink ToResource(Transaction transaction, CheckoutLinkRow row)
    {
        var world = transaction.World;
        return new CheckoutLink
        {
            Id = row.Id,
            CreatedAt = row.CreatedAt,
            ModifiedAt = row.ModifiedAt,
            TrialInterval = row.TrialInterval,
            TrialIntervalCount = row.TrialIntervalCount,
            Metadata = row.Metadata,
            PaymentProcessor = PaymentProcessor.Stripe,
            ClientSecret = row.ClientSecret,
            SuccessUrl = row.SuccessUrl,
            ReturnUrl = row.ReturnUrl,
            Label = row.Label,
            AllowDiscountCodes = row.AllowDiscountCodes,
            RequireBillingAddress = row.RequireBillingAddress,
            DiscountId = row.DiscountId,
            Seats = row.Seats,
            OrganizationId = row.OrganizationId,
            Products = row.Products.Select(id => ProductProjection.ShowInLink(world, world.Products[id])).ToValueList(),
            Discount = DiscountProjection.ShowWithin(world, row.DiscountId),
            Url = $"{transaction.Settings.BaseAddress}/v1/checkout-links/{row.ClientSecret}/redirect",
            Units = row.Units,
        };
    }
}
