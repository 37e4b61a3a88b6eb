using Polar.FakeServer.Billing.Disputes;
using Polar.FakeServer.Billing.Orders;
using Polar.FakeServer.Billing.Refunds;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Time;
using Polar.FakeServer.Usage.Events;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Usage.History;

/// <summary>What Polar notes when money moves. Amounts are booked in the currency in which they were charged.</summary>
internal static class BalanceHistory
{
    private const decimal ExchangeRate = 1.0m;

    /// <summary>Notes a payment, or that an order was settled without one; both happened when the order was made.</summary>
    public static void Note(Transaction transaction, OrderBooked booked)
    {
        var order = booked.Order;
        var (country, state) = Taxed(order);
        var metadata = booked.IsCharged
            ? EventMetadata.Of(
                ("transaction_id", transaction.NewId()),
                ("order_id", order.Id),
                ("amount", order.Due - order.Tax),
                ("net_amount", order.Net),
                ("currency", order.Currency),
                ("presentment_amount", order.Due - order.Tax),
                ("presentment_currency", order.Currency),
                ("tax_amount", order.Tax),
                ("fee", order.PlatformFee),
                ("tax_country", country),
                ("tax_state", state),
                ("subscription_id", order.SubscriptionId),
                ("product_id", order.ProductId),
                ("exchange_rate", ExchangeRate))
            : EventMetadata.Of(
                ("order_id", order.Id),
                ("amount", order.Net),
                ("currency", order.Currency),
                ("tax_amount", order.Tax),
                ("fee", order.PlatformFee),
                ("tax_country", country),
                ("tax_state", state),
                ("subscription_id", order.SubscriptionId),
                ("product_id", order.ProductId),
                ("exchange_rate", order.Net == 0 ? null : RecentRate(transaction.World, order)));
        EventWriter.WriteSystem(
            transaction, order.OrganizationId, booked.IsCharged ? "balance.order" : "balance.credit_order", order.CustomerId, metadata, order.CreatedAt);
    }

    /// <summary>Notes money that goes back, or that comes again because a refund did not succeed after all.</summary>
    public static void Note(Transaction transaction, RefundBooked booked)
    {
        var refund = booked.Refund;
        var order = transaction.World.Orders[refund.OrderId];
        var (country, state) = Paid(order);
        var sign = booked.IsReversal ? 1 : -1;
        EventWriter.WriteSystem(
            transaction,
            refund.OrganizationId,
            booked.IsReversal ? "balance.refund_reversal" : "balance.refund",
            refund.CustomerId,
            EventMetadata.Of(
                ("transaction_id", transaction.NewId()),
                ("refund_id", refund.Id),
                ("amount", sign * refund.Amount),
                ("currency", refund.Currency),
                ("presentment_amount", sign * refund.Amount),
                ("presentment_currency", refund.Currency),
                ("tax_amount", sign * refund.Tax),
                ("tax_country", country),
                ("tax_state", state),
                ("fee", 0L),
                ("exchange_rate", ExchangeRate),
                ("order_id", order.Id),
                ("order_created_at", IsoInstant.Of(order.CreatedAt)),
                ("product_id", order.ProductId),
                ("subscription_id", order.SubscriptionId),
                ("refundable_amount", booked.IsReversal ? null : (long?)(order.Refundable + order.RefundableTax))));
    }

    /// <summary>Notes what the bank has taken, and what it has given back where the merchant won.</summary>
    public static void Note(Transaction transaction, DisputeBooked booked)
    {
        Note(transaction, booked.Dispute, "balance.dispute", -1, DisputeRules.Fee);
        if (booked.Dispute.Status == DisputeStatus.Won)
        {
            Note(transaction, booked.Dispute, "balance.dispute_reversal", 1, 0);
        }
    }

    private static void Note(Transaction transaction, DisputeRow dispute, string name, int sign, long fee)
    {
        var order = transaction.World.Orders[dispute.OrderId];
        var (country, state) = Paid(order);
        EventWriter.WriteSystem(
            transaction,
            dispute.OrganizationId,
            name,
            dispute.CustomerId,
            EventMetadata.Of(
                ("transaction_id", transaction.NewId()),
                ("dispute_id", dispute.Id),
                ("amount", sign * dispute.Amount),
                ("currency", dispute.Currency),
                ("presentment_amount", sign * dispute.Amount),
                ("presentment_currency", dispute.Currency),
                ("tax_amount", sign * dispute.Tax),
                ("tax_state", state),
                ("tax_country", country),
                ("fee", fee),
                ("exchange_rate", ExchangeRate),
                ("order_id", order.Id),
                ("product_id", order.ProductId),
                ("subscription_id", order.SubscriptionId)));
    }

    /// <summary>Where an order was taxed; nothing where it was not.</summary>
    private static (EventValue Country, EventValue State) Taxed(OrderRow order) => order is { Tax: not 0, BillingAddress: { } address }
        ? (address.Country.Value, address.State?[(address.State.IndexOf('-', StringComparison.Ordinal) + 1)..])
        : default;

    /// <summary>Where a payment was taxed, with null where it was not.</summary>
    private static (EventValue Country, EventValue State) Paid(OrderRow order) =>
        Taxed(order) is var (country, state) ? (country.OrNull(), (country.Text is "US" or "CA" ? state : default).OrNull()) : default;

    /// <summary>The rate of the latest payment in a currency, of the last thirty days.</summary>
    private static decimal? RecentRate(World world, OrderRow order)
    {
        var store = world.UsageEvents;
        var payments = store.OfKind(new EventKind(order.OrganizationId, "balance.order", true)).Times;
        var since = payments.CountBefore(order.CreatedAt.AddDays(-30).UtcTicks);
        return payments.Descending(payments.Count - payments.CountBefore(order.CreatedAt.UtcTicks))
            .Take(payments.CountBefore(order.CreatedAt.UtcTicks) - since)
            .Select(place => store[place].Metadata)
            .FirstOrDefault(metadata => metadata.Find("presentment_currency").Text == order.Currency)?.Find("exchange_rate").Number;
    }
}
