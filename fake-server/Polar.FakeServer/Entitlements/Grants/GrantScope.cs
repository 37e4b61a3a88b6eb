using Polar.FakeServer.Billing.Orders;
using Polar.FakeServer.Billing.Subscriptions;
using Polar.FakeServer.Execution;

namespace Polar.FakeServer.Entitlements.Grants;

/// <summary>Who gets or loses benefits, and by what: an order, or a subscription.</summary>
/// <param name="Customer">The customer.</param>
/// <param name="Product">The product that was bought.</param>
/// <param name="Subscription">The subscription; null where it is an order.</param>
/// <param name="Order">The order that was not a subscription's.</param>
/// <param name="Member">The member with a seat; null where the benefits are the customer's own.</param>
internal sealed record GrantScope(Guid Customer, Guid Product, Guid? Subscription, Guid? Order, Guid? Member = null)
{
    public static GrantScope Of(SubscriptionRow subscription) => new(subscription.CustomerId, subscription.ProductId, subscription.Id, null);

    /// <summary>The scope of an order that was not a subscription's.</summary>
    public static GrantScope Of(OrderRow order) => new(order.CustomerId, order.ProductId!.Value, null, order.Id);

    /// <summary>The scope that a grant was made in.</summary>
    public static GrantScope Of(World world, BenefitGrantRow grant)
    {
        var product = grant.SubscriptionId is { } subscription ? world.Subscriptions[subscription].ProductId : world.Orders[grant.OrderId!.Value].ProductId;
        return new(grant.CustomerId, product!.Value, grant.SubscriptionId, grant.OrderId, grant.MemberId);
    }

    public bool Covers(BenefitGrantRow row) =>
        row.CustomerId == Customer
        && row.SubscriptionId == Subscription
        && row.OrderId == Order
        && (Member is null || row.MemberId == Member);
}
