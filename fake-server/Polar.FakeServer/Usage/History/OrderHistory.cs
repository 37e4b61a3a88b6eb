using Polar.FakeServer.Billing.Orders;
using Polar.FakeServer.Billing.Subscriptions;
using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Usage.Events;

namespace Polar.FakeServer.Usage.History;

/// <summary>What Polar notes about orders.</summary>
internal static class OrderHistory
{
    /// <summary>Notes what happened to an order.</summary>
    public static void Note(Transaction transaction, OrderNoted noted)
    {
        var order = noted.Order;
        var metadata = noted.Name switch
        {
            "order.paid" => Paid(transaction.World, order),
            "order.refunded" => EventMetadata.Of(("order_id", order.Id), ("refunded_amount", order.Refunded), ("currency", order.Currency)),
            _ => EventMetadata.Of(("order_id", order.Id), ("amount", order.Total), ("currency", order.Currency)),
        };
        EventWriter.WriteSystem(transaction, order.OrganizationId, noted.Name, order.CustomerId, metadata);
    }

    private static EventMetadata Paid(World world, OrderRow order)
    {
        var subscription = order.SubscriptionId is { } id ? world.Subscriptions.Find(id) : null;
        var isRecurring = order.ProductId is { } product && world.Products.Find(product)?.Resource.IsRecurring == true;
        return EventMetadata.Of(
            ("order_id", order.Id),
            ("product_id", order.ProductId?.ToString() ?? "None"),
            ("billing_type", isRecurring ? "recurring" : "one_time"),
            ("amount", order.Total),
            ("currency", order.Currency),
            ("net_amount", order.Net),
            ("tax_amount", order.Tax),
            ("applied_balance_amount", order.AppliedBalance),
            ("discount_amount", order.Discount),
            ("platform_fee", order.PlatformFee),
            ("discount_id", order.DiscountId),
            ("subscription_id", order.SubscriptionId),
            ("recurring_interval", subscription?.Interval.Value),
            ("recurring_interval_count", subscription?.IntervalCount));
    }
}
