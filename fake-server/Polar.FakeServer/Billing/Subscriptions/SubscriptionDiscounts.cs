using System.Text.Json.Nodes;
using Polar.FakeServer.Catalog.Discounts;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Subscriptions;

/// <summary>How discounts come to subscriptions, and when they leave them.</summary>
internal static class SubscriptionDiscounts
{
    public static Outcome<SubscriptionStep> Take(SubscriptionContext context, SubscriptionStep step, ChangeDiscount change) =>
        Check(context, step.State, step.State.ProductId, change.DiscountId).Then<SubscriptionStep>(asked =>
            Redeemed(step.With(Applied(step.State, asked)), asked).Telling(Change(asked)));

    /// <summary>What the history tells of a discount that was asked for.</summary>
    public static (string Name, JsonScalar Value)[] Change(Optional<Guid?> asked) =>
        asked.IsSet ? [("discount_id", asked.Value is { } id ? id.ToString() : default(JsonScalar))] : [];

    /// <summary>A discount that is asked for, if it may be had with a product.</summary>
    public static Outcome<Optional<Guid?>> Check(SubscriptionContext context, SubscriptionRow row, Guid product, Optional<Guid?> asked)
    {
        if (asked.Value is not { } id)
        {
            return asked;
        }

        return context.World.Discounts.Find(id) is not { IsDeleted: false } discount || !IsFor(context, row, discount, product)
            ? Fault("Discount does not exist, is not applicable to this product or is not redeemable.", id)
            : id == row.DiscountId ? Fault("This discount is already applied to the subscription.", id)
            : asked;
    }

    /// <summary>The step with the use of a new discount counted.</summary>
    public static SubscriptionStep Redeemed(SubscriptionStep step, Optional<Guid?> asked) =>
        asked.Value is { } id ? step.Then(new SubscriptionEffect.RedeemDiscount(id)) : step;

    /// <summary>The subscription with its new discount, or without one; its time begins with the next period.</summary>
    public static SubscriptionRow Applied(SubscriptionRow row, Optional<Guid?> asked) =>
        asked.IsSet && asked.Value != row.DiscountId ? row with { DiscountId = asked.Value, DiscountAppliedAt = null } : row;

    /// <summary>The subscription at the beginning of a period, without a discount whose time is over.</summary>
    /// <param name="context">What is known.</param>
    /// <param name="row">The subscription.</param>
    /// <param name="start">When the period begins; null where it is the subscription's own.</param>
    public static SubscriptionRow AtPeriodStart(SubscriptionContext context, SubscriptionRow row, DateTimeOffset? start = null)
    {
        if (context.DiscountOf(row) is not { } discount)
        {
            return row;
        }

        var applied = row.DiscountAppliedAt ?? row.PeriodStart;
        return DiscountRules.IsExpired(discount, applied, start ?? row.PeriodStart)
            ? row with { DiscountId = null, DiscountAppliedAt = null }
            : row with { DiscountAppliedAt = applied };
    }

    private static bool IsFor(SubscriptionContext context, SubscriptionRow row, DiscountRow discount, Guid product) =>
        discount.OrganizationId == row.OrganizationId
        && DiscountRules.Covers(discount, product)
        && DiscountRules.Covers(discount, row.Currency)
        && DiscountRules.IsRedeemable(discount, context.Now);

    private static Failure Fault(string message, Guid id) =>
        Failure.Invalid(RequestError.Value(message, JsonValue.Create(id.ToString()), "discount_id"));
}
