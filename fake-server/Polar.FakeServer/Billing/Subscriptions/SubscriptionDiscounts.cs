using System.Text.Json.Nodes;
using Polar.FakeServer.Catalog.Discounts;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Subscriptions;

/// <summary>Discounts that the merchant gives to subscriptions that there are, and takes from them.</summary>
internal static class SubscriptionDiscounts
{
    /// <summary>The subscription with the discount that a change brings, or without one; its time begins with the next period.</summary>
    public static Outcome<SubscriptionRow> Changed(Transaction transaction, SubscriptionRow row, Optional<Guid?> asked)
    {
        if (!asked.IsSet)
        {
            return row;
        }

        if (asked.Value is not { } id)
        {
            return row with { DiscountId = null, DiscountAppliedAt = null };
        }

        if (transaction.World.Discounts.Find(id) is not { IsDeleted: false } discount || !IsFor(row, discount, transaction.Now))
        {
            return Fault("Discount does not exist, is not applicable to this product or is not redeemable.", id);
        }

        if (id == row.DiscountId)
        {
            return Fault("This discount is already applied to the subscription.", id);
        }

        DiscountRules.Redeem(transaction, discount, checkout: null, subscription: row.Id);
        return row with { DiscountId = id, DiscountAppliedAt = null };
    }

    private static bool IsFor(SubscriptionRow row, DiscountRow discount, DateTimeOffset now) =>
        discount.OrganizationId == row.OrganizationId
        && DiscountRules.Covers(discount, row.ProductId)
        && DiscountRules.Covers(discount, row.Currency)
        && DiscountRules.IsRedeemable(discount, now);

    private static Failure Fault(string message, Guid id) =>
        Failure.Invalid(RequestError.Value(message, JsonValue.Create(id.ToString()), "discount_id"));
}
