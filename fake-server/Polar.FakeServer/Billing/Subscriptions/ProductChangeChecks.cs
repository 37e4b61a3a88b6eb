using System.Text.Json.Nodes;
using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Subscriptions;

/// <summary>Whether a subscription may go over to a product.</summary>
internal static class ProductChangeChecks
{
    /// <summary>The product, if the subscription may go over to it.</summary>
    public static Outcome<ProductRow> Product(SubscriptionContext context, SubscriptionRow row, ChangeProduct change)
    {
        if (row.IsRevoked || row.CancelAtPeriodEnd)
        {
            return SubscriptionFailures.AlreadyCanceled;
        }

        var product = context.World.Products.Find(change.ProductId) is { IsDeleted: false } found && found.OrganizationId == row.OrganizationId
            ? found
            : null;
        if ((product is null ? "Product does not exist." : Fault(row, product, change.IsCustomers)) is { } fault)
        {
            return Failure.Invalid(RequestError.Value(fault, JsonValue.Create(change.ProductId.ToString()), "product_id"));
        }

        // The real service takes for granted that a trial has a beginning, and one that was given later has none.
        return row is { IsTrialing: true, TrialStart: null } ? Failure.Unhandled : product!;
    }

    /// <summary>
    /// The subscription with as many seats or units as the product needs: the least where it had none before. What a change to the next period cannot do,
    /// and a number that the product is not sold in, is refused.
    /// </summary>
    public static Outcome<SubscriptionRow> Quantities(SubscriptionRow row, ProductRow product, SubscriptionProrationBehavior behavior)
    {
        var prices = SubscriptionPrices.Of(product, row.Currency);
        return Promoted(row, prices, Quantity.Seats, behavior)
            .Then(promoted => Promoted(promoted, prices, Quantity.Units, behavior))
            .Then(promoted => TierFault(promoted, prices) is { } fault ? fault : (Outcome<SubscriptionRow>)promoted);
    }

    private static string? Fault(SubscriptionRow row, ProductRow product, bool isCustomers)
    {
        var prices = SubscriptionPrices.Of(product, row.Currency);
        bool Loses(Quantity quantity) => quantity.PriceIn(row.Prices) is not null && quantity.PriceIn(prices) is null;
        return product.Resource.IsArchived ? "Product is archived."
            : isCustomers && product.Resource.Visibility != ProductVisibility.Public ? "Product visibility is not allowed."
            : !product.Resource.IsRecurring ? "Product is not recurring."
            : prices.IsEmpty ? "This product doesn't have a price for the subscription currency."
            : prices.Exists(price => price is ProductPriceCustom) ? "Can't update to a product with custom prices."
            : Loses(Quantity.Seats) ? "Can't switch from a seat-based to a non-seat-based product."
            : Loses(Quantity.Units) ? "Can't switch from a unit-based to a non-unit-based product."
            : null;
    }

    private static Outcome<SubscriptionRow> Promoted(
        SubscriptionRow row, IReadOnlyList<ProductPrice> prices, Quantity quantity, SubscriptionProrationBehavior behavior)
    {
        if (quantity.PriceIn(prices) is not { } price)
        {
            return row;
        }

        if (quantity.PriceIn(row.Prices) is not null)
        {
            // A number of seats is not held to the new bounds, a number of units is.
            return quantity == Quantity.Units && row.Units is { } units && quantity.BoundsFault(price, units) is { } fault ? fault : row;
        }

        return behavior == SubscriptionProrationBehavior.NextPeriod
            ? SubscriptionFailures.Behavior(
                behavior,
                $"Switching from a non-{quantity.Noun} to a {quantity.Noun}-based product must apply immediately and can't use the 'next_period' "
                + "proration behavior.")
            : quantity.With(row, quantity.Bounds(price).Least);
    }

    private static Failure? TierFault(SubscriptionRow row, IReadOnlyList<ProductPrice> prices)
    {
        var tiers = Quantity.Seats.PriceIn(prices) is ProductPriceSeatBased price && !PriceKinds.IsFree(price) ? price.SeatTiers : null;
        return tiers is not null && tiers.SeatTierType != SeatTierType.Graduated && row.Seats > tiers.MaximumSeats
            ? new Failure(400, "InvalidQuantityError", $"No tier covers quantity {row.Seats}")
            : null;
    }
}
