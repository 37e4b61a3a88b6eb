using Polar.FakeServer.Catalog.Discounts;
using Polar.FakeServer.Catalog.Products;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Proration;

/// <summary>A change of how many seats or units there are.</summary>
/// <param name="Kind">Seats or units.</param>
/// <param name="Prices">All prices of the subscription.</param>
/// <param name="Price">The one that goes by the number.</param>
/// <param name="Old">How many there were.</param>
/// <param name="New">How many there are to be.</param>
/// <param name="Discount">What is taken off; null where nothing is.</param>
internal sealed record QuantityChange(
    BillingEntryKind Kind, IReadOnlyList<ProductPrice> Prices, ProductPrice Price, long Old, long New, DiscountRow? Discount);

/// <summary>What a change of how many seats or units there are comes to.</summary>
internal static class QuantityProration
{
    /// <summary>The difference for the time that is left; null where it is less than the smallest unit.</summary>
    public static BillingEntry? Entry(QuantityChange change, DateTimeOffset start, DateTimeOffset end, DateTimeOffset now)
    {
        var difference = Effective(change, change.New) - Effective(change, change.Old);
        return Entry(change, PeriodShare.Left(start, end, now).Truncated(difference), now, end);
    }

    /// <summary>The whole new number for a period that begins now.</summary>
    public static BillingEntry? FullEntry(QuantityChange change, DateTimeOffset now, DateTimeOffset end) =>
        Entry(change, Effective(change, change.New), now, end);

    private static BillingEntry? Entry(QuantityChange change, long amount, DateTimeOffset now, DateTimeOffset end) => amount == 0
        ? null
        : new BillingEntry(change.Kind, change.Price, amount, now, end)
        {
            IsCredit = amount < 0,
            OldQuantity = change.Old,
            NewQuantity = change.New,
        };

    /// <summary>What that many cost, without their share of the discount: a fixed fee beside them has its own.</summary>
    private static long Effective(QuantityChange change, long count)
    {
        var amount = change.Kind == BillingEntryKind.Seats
            ? PriceKinds.Amount(change.Price, null, count, null)
            : PriceKinds.Amount(change.Price, null, null, count);
        if (change.Discount is not { } discount)
        {
            return amount;
        }

        long[] amounts = change.Prices.OfType<ProductPriceFixed>().FirstOrDefault() is { } fee ? [fee.PriceAmount, amount] : [amount];
        return amount - DiscountRules.Amounts(discount, amounts, change.Price.PriceCurrency)[^1];
    }
}
