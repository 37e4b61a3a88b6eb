using Polar.FakeServer.Catalog.Products;

namespace Polar.FakeServer.Billing.Subscriptions;

/// <summary>How a change that waits for the end of the period joins others, and how it is made.</summary>
internal static class PendingUpdates
{
    /// <summary>The subscription with one more change to come.</summary>
    public static SubscriptionRow Add(SubscriptionContext context, SubscriptionRow row, PendingUpdate update) =>
        row with { Pending = row.Pending?.Merge(update, context.Now) ?? update };

    /// <summary>A change to come that has nothing in it yet.</summary>
    public static PendingUpdate Start(SubscriptionContext context, SubscriptionRow row) => new()
    {
        Id = context.SpareId,
        CreatedAt = context.Now,
        AppliesAt = row.PeriodEnd,
    };

    /// <summary>
    /// The subscription with its change made. One to a product that is not sold in the subscription's currency any more is forgotten.
    /// </summary>
    /// <param name="context">What is known.</param>
    /// <param name="row">The subscription at the end of its period.</param>
    /// <param name="movesPeriod">Whether the change has begun a period of another length.</param>
    public static SubscriptionRow Apply(SubscriptionContext context, SubscriptionRow row, out bool movesPeriod)
    {
        movesPeriod = false;
        if (row.Pending is not { } pending)
        {
            return row;
        }

        var changed = row with { Pending = null };
        if (pending.ProductId is { } id && context.World.Products.Find(id) is { } product)
        {
            var prices = SubscriptionPrices.Of(product, row.Currency);
            if (prices.IsEmpty)
            {
                return changed;
            }

            movesPeriod = SubscriptionPrices.IsIntervalChanged(row, product);
            changed = SubscriptionPrices.OnProduct(changed, product, prices);
        }

        if (pending.Period is { } period)
        {
            changed = changed with { PeriodStart = period.Start, AnchorDay = period.Start.Day, PeriodEnd = period.End };
        }

        return SubscriptionDiscounts.Applied(
            SubscriptionPrices.Priced(changed with { Seats = pending.Seats ?? changed.Seats, Units = pending.Units ?? changed.Units }), pending.Discount);
    }
}
