namespace Polar.FakeServer.Entitlements.Grants;

/// <summary>Who gets or loses benefits, and by what: an order, or a subscription.</summary>
/// <param name="Customer">The customer.</param>
/// <param name="Product">The product that was bought.</param>
/// <param name="Subscription">The subscription; null where it is an order.</param>
/// <param name="Order">The order that was not a subscription's.</param>
/// <param name="Member">The member with a seat; null where the benefits are the customer's own.</param>
internal sealed record GrantScope(Guid Customer, Guid Product, Guid? Subscription, Guid? Order, Guid? Member = null)
{
    /// <summary>The scope that a grant was made in.</summary>
    public static GrantScope Of(BenefitGrantRow grant) =>
        new(grant.CustomerId, grant.ProductId, grant.SubscriptionId, grant.OrderId, grant.MemberId);

    /// <summary>Whether a grant was made in this scope.</summary>
    public bool Covers(BenefitGrantRow row) =>
        row.CustomerId == Customer
        && row.SubscriptionId == Subscription
        && row.OrderId == Order
        && (Member is null || row.MemberId == Member);
}
