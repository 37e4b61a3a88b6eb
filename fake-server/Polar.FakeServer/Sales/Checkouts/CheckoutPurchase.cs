using Polar.FakeServer.Billing;
using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Execution;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Sales.Checkouts;

/// <summary>What a confirmed session comes to for those who carry it out.</summary>
internal static class CheckoutPurchase
{
    public static Purchase Of(World world, CheckoutRow row)
    {
        var product = world.Products[row.ProductId];
        return new Purchase
        {
            CheckoutId = row.Id,
            OrganizationId = row.OrganizationId,
            CustomerId = row.CustomerId!.Value,
            Product = product,
            Prices = CheckoutPrices.InCurrency(product, row),
            Currency = row.Currency,
            Amount = row.Amount,
            Discount = CheckoutDiscounts.Amount(world, row),
            Net = row.NetAmount,
            Tax = row.TaxAmount ?? 0,
            TaxBehavior = row.TaxBehavior,
            DiscountId = row.DiscountId,
            Seats = row.Seats,
            Units = row.Units,

            // A merchant with a page of its own sees to the seats there.
            ClaimsSeat = row is { Seats: > 0, SuccessUrl: null } && CheckoutPrices.Chosen(product, row) is ProductPriceSeatBased,
            Email = row.CustomerEmail,
            TrialEnd = row.TrialEnd,
            UpgradedSubscription = row.SubscriptionId,
            CardToken = row.CardToken,
            Metadata = row.Metadata,
            CustomFieldData = row.CustomFieldData,
        };
    }
}
