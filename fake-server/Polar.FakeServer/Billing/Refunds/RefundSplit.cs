using Polar.FakeServer.Billing.Orders;

namespace Polar.FakeServer.Billing.Refunds;

/// <summary>An amount that goes back, and its share of the tax.</summary>
/// <param name="Amount">The amount without the tax.</param>
/// <param name="Tax">The tax.</param>
internal readonly record struct RefundSplit(long Amount, long Tax)
{
    public long Total => Amount + Tax;

    /// <summary>
    /// The share of tax that goes with an amount net of tax. It is computed in double precision and rounded half to even, as the real service does; what
    /// is left of an order goes back with all the tax that is left.
    /// </summary>
    public static RefundSplit OfNet(OrderRow order, long amount) => new(
        amount,
        amount == order.Refundable ? order.RefundableTax
        : order.Tax <= 0 ? 0
        : Math.Min(Round(amount * (order.Tax / (double)order.Net)), order.RefundableTax));

    /// <summary>The two parts of a total, as the card's processor reports it.</summary>
    public static RefundSplit OfTotal(OrderRow order, long total)
    {
        if (total == order.Refundable + order.RefundableTax)
        {
            return new RefundSplit(order.Refundable, order.RefundableTax);
        }

        var tax = order.Tax <= 0 ? 0 : Math.Min(Math.Abs(Round(order.Tax * total / (double)order.Total)), order.RefundableTax);
        return new RefundSplit(total - tax, tax);
    }

    private static long Round(double amount) => (long)Math.Round(amount, MidpointRounding.ToEven);
}
