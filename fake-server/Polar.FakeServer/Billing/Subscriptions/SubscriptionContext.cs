using Polar.FakeServer.Catalog.Discounts;
using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Organizations;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Subscriptions;

/// <summary>What the rules of subscriptions know besides the subscription itself.</summary>
/// <param name="World">The world as it is; nothing here changes it.</param>
/// <param name="Now">The time.</param>
/// <param name="SpareId">An id for what a command may have to make.</param>
internal sealed record SubscriptionContext(World World, DateTimeOffset Now, Guid SpareId)
{
    /// <summary>Whether only the outcome is asked for, and nothing is to happen.</summary>
    public bool IsPreview { get; init; }

    public Organization OrganizationOf(SubscriptionRow row) => World.Organizations[row.OrganizationId].Resource;

    /// <summary>Whether the organization may renew its subscriptions.</summary>
    public bool CanRenew(SubscriptionRow row) => OrganizationOf(row).Capabilities.SubscriptionRenewals;

    public ProductRow ProductOf(SubscriptionRow row) => World.Products[row.ProductId];

    public DiscountRow? DiscountOf(SubscriptionRow row) => row.DiscountId is { } id ? World.Discounts.Find(id) : null;

    /// <summary>What a period costs, the discount taken off.</summary>
    public long AmountOf(SubscriptionRow row) => SubscriptionProjection.Amount(World, row);

    /// <summary>How a difference is settled where nobody says how.</summary>
    public SubscriptionProrationBehavior BehaviorOf(SubscriptionRow row) => OrganizationOf(row).SubscriptionSettings.ProrationBehavior;
}
