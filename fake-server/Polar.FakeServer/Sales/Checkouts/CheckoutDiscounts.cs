using System.Text.Json.Nodes;
using Polar.FakeServer.Billing.Orders;
using Polar.FakeServer.Billing.Subscriptions;
using Polar.FakeServer.Catalog.Discounts;
using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Simulation;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Sales.Checkouts;

/// <summary>Everything that a checkout asks about discounts.</summary>
internal static class CheckoutDiscounts
{
    private const long Whole = 10_000;

    private static readonly Failure s_limitReached = new(
        403, "DiscountRedemptionLimitReached", "You have already redeemed this discount the maximum number of times allowed per customer.");

    /// <summary>The session with the discount that the merchant chose.</summary>
    public static Outcome<CheckoutRow> ById(Transaction transaction, CheckoutRow row, Guid id) =>
        With(transaction, row, transaction.World.Discounts.Find(id), "discount_id", JsonValue.Create(id.ToString()));

    /// <summary>The session with the discount whose code the buyer typed; the code is not repeated in the answer.</summary>
    public static Outcome<CheckoutRow> ByCode(Transaction transaction, CheckoutRow row, string code) =>
        With(transaction, row, DiscountRules.ByCode(transaction.World, row.OrganizationId, code), "discount_code", null);

    /// <summary>The session without a discount that its product or currency does not allow.</summary>
    public static CheckoutRow Kept(World world, CheckoutRow row) =>
        Of(world, row) is { } discount && !IsApplicable(discount, row) ? row with { DiscountId = null } : row;

    /// <summary>What is taken off the session's amount.</summary>
    public static long Amount(World world, CheckoutRow row) =>
        Of(world, row) is { } discount ? DiscountRules.Amount(discount, row.Amount, row.Currency) : 0;

    /// <summary>Whether nothing will ever have to be paid with it, not even for what is used.</summary>
    public static bool IsFreeForever(World world, CheckoutRow row) =>
        Of(world, row) is { IsFixed: false, BasisPoints: Whole } discount && discount.Duration == DiscountDuration.Forever;

    /// <summary>Why this buyer may not use the session's discount again; null where nothing speaks against it.</summary>
    /// <param name="world">The world.</param>
    /// <param name="row">The session.</param>
    /// <param name="card">The card, once it is known.</param>
    public static Failure? LimitFault(World world, CheckoutRow row, string? card)
    {
        if (Of(world, row) is not { MaxRedemptionsPerCustomer: { } limit } discount)
        {
            return null;
        }

        var used = world.Redemptions.Of(row.OrganizationId, RedemptionRow.ByDiscount, discount.Id)
            .Count(redemption => redemption.CheckoutId != row.Id && IsSameBuyer(world, redemption, row, card) && !IsRefunded(world, redemption));
        return used >= limit ? s_limitReached : null;
    }

    /// <summary>Notes the use of the discount when the session is confirmed.</summary>
    public static Failure? Redeem(Transaction transaction, CheckoutRow row)
    {
        if (Of(transaction.World, row) is not { } discount)
        {
            return null;
        }

        if (!DiscountRules.IsRedeemable(discount, transaction.Now))
        {
            return Failure.Invalid(RequestError.Value("Discount is no longer redeemable.", JsonValue.Create(discount.Id.ToString()), "discount_id"));
        }

        DiscountRules.Redeem(transaction, discount, checkout: row.Id, subscription: null);
        return null;
    }

    /// <summary>Takes the note back: the payment failed after all.</summary>
    public static void Release(Transaction transaction, CheckoutRow row)
    {
        foreach (var redemption in transaction.World.Redemptions.Of(row.OrganizationId, RedemptionRow.ByCheckout, row.Id))
        {
            var discount = transaction.World.Discounts[redemption.DiscountId];
            transaction.Save(discount with { RedemptionsCount = discount.RedemptionsCount - 1 });
            transaction.Remove(redemption);
        }
    }

    /// <summary>Notes which subscription the session's discount went to.</summary>
    public static void Link(Transaction transaction, CheckoutRow row, SubscriptionRow subscription)
    {
        foreach (var redemption in transaction.World.Redemptions.Of(row.OrganizationId, RedemptionRow.ByCheckout, row.Id))
        {
            transaction.Save(redemption with { SubscriptionId = subscription.Id });
        }
    }

    private static DiscountRow? Of(World world, CheckoutRow row) => row.DiscountId is { } id ? world.Discounts.Find(id) : null;

    private static bool IsApplicable(DiscountRow discount, CheckoutRow row) =>
        DiscountRules.Covers(discount, row.ProductId) && DiscountRules.Covers(discount, row.Currency);

    private static Outcome<CheckoutRow> With(Transaction transaction, CheckoutRow row, DiscountRow? discount, string place, JsonNode? input)
    {
        if (transaction.World.Products[row.ProductId].ActivePrices.All(PriceKinds.IsFree))
        {
            return Failure.Invalid(RequestError.Value("Discounts are not applicable to this product.", input, place));
        }

        return discount is { IsDeleted: false } && discount.OrganizationId == row.OrganizationId && IsApplicable(discount, row)
            && DiscountRules.IsRedeemable(discount, transaction.Now)
            ? row with { DiscountId = discount.Id }
            : Failure.Invalid(RequestError.Value("Discount does not exist.", input, place));
    }

    private static bool IsSameBuyer(World world, RedemptionRow redemption, CheckoutRow now, string? card)
    {
        var before = redemption.CheckoutId is { } checkout ? world.Checkouts[checkout] : null;
        var customer = redemption.SubscriptionId is { } subscription ? world.Customers[world.Subscriptions[subscription].CustomerId] : null;
        return (now.CustomerId is { } id && (id == before?.CustomerId || id == customer?.Id))
            || (now.CustomerEmail is { } email && (IsSameAddress(email, before?.CustomerEmail) || IsSameAddress(email, customer?.Email)))
            || (CardTokens.Fingerprint(card) is { } fingerprint && fingerprint == CardTokens.Fingerprint(before?.CardToken));
    }

    private static bool IsSameAddress(string email, string? other) => other is not null && EmailAlias.Removed(email) == EmailAlias.Removed(other);

    /// <summary>Whether nothing is left of what was paid with it.</summary>
    private static bool IsRefunded(World world, RedemptionRow redemption)
    {
        var orders = redemption.CheckoutId is { } checkout ? world.Orders.Of(redemption.OrganizationId, OrderRow.ByCheckout, checkout) : [];
        var renewals = redemption.SubscriptionId is { } subscription
            ? world.Orders.Of(redemption.OrganizationId, OrderRow.BySubscription, subscription)
            : [];
        var all = orders.Concat(renewals).ToArray();
        return all.Length > 0 && Array.TrueForAll(all, order => order.Status == OrderStatus.Refunded);
    }
}
