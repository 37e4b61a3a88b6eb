using System.Collections.Immutable;
using Polar.FakeServer.Billing.Metering;
using Polar.FakeServer.Billing.Subscriptions;
using Polar.FakeServer.Billing.Wallets;
using Polar.FakeServer.Catalog.Discounts;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Organizations;
using Polar.FakeServer.Simulation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Orders;

/// <summary>Orders of what subscriptions have to bill.</summary>
internal static class SubscriptionOrders
{
    /// <summary>The order of all that a subscription has to bill: pending, or paid where nothing is due; null where there is nothing to put on it.</summary>
    /// <param name="transaction">The step.</param>
    /// <param name="subscription">The subscription.</param>
    /// <param name="reason">Why it is billed.</param>
    /// <param name="charges">What goes on it.</param>
    /// <param name="complete">What else there is to say of the order.</param>
    public static OrderRow? Create(
        Transaction transaction, SubscriptionRow subscription, OrderBillingReason reason, OrderCharges charges, Func<OrderRow, OrderRow>? complete = null)
    {
        var world = transaction.World;
        var cutoff = charges.Cutoff ?? transaction.Now;
        var usage = charges.HasUsage ? UsageLedger.Lines(world, subscription, cutoff) : [];
        var entries = charges.HasEntries ? subscription.Entries : [];
        if (entries.IsEmpty && usage.Count == 0)
        {
            return null;
        }

        ImmutableList<OrderItemSchema> items =
        [
            .. entries.Select(entry => OrderItems.Line(transaction, subscription, entry)),
            .. usage.Select(line => OrderItems.Line(transaction, line)),
        ];
        var applied = AppliedDiscount(world, subscription, reason);
        var amounts = OrderAmounts.Of(
            transaction, subscription, items.Sum(item => item.Amount), items.Where(item => item.Proration).Sum(item => item.Amount), applied);
        var order = new OrderRow
        {
            Id = transaction.NewId(),
            OrganizationId = subscription.OrganizationId,
            CreatedAt = transaction.Now,
            Status = OrderStatus.Pending,
            Subtotal = amounts.Subtotal,
            Discount = amounts.Discount,
            DiscountId = applied?.Id,
            Net = amounts.Tax.Net,
            Tax = amounts.Tax.Amount,
            AppliedBalance = amounts.AppliedBalance,
            Currency = subscription.Currency,
            BillingReason = reason,
            CustomerId = subscription.CustomerId,
            ProductId = subscription.ProductId,
            SubscriptionId = subscription.Id,
            Items = items,
            Metadata = subscription.Metadata,
            CustomFieldData = subscription.CustomFieldData,
        };
        transaction.Save(Billed(world, transaction.World.Subscriptions[subscription.Id], amounts.Tax, charges));
        if (charges.HasUsage)
        {
            UsageLedger.Settle(transaction, subscription, cutoff);
        }

        WalletRules.Add(transaction, order.CustomerId, order.Currency, amounts.Total >= 0 ? order.AppliedBalance : -amounts.Total);
        order = OrderRules.Add(transaction, complete?.Invoke(order) ?? order);
        return order.Due > 0 ? order : OrderPayments.Settle(transaction, order, payment: null);
    }

    /// <summary>The subscription with nothing left to bill, and with its amount without the tax that the order found in it.</summary>
    private static SubscriptionRow Billed(World world, SubscriptionRow subscription, Tax tax, OrderCharges charges)
    {
        var amount = SubscriptionProjection.Amount(world, subscription);
        var total = tax.Net + tax.Amount;
        return subscription with
        {
            Entries = charges.HasEntries ? [] : subscription.Entries,
            NetAmount = total <= 0 ? subscription.NetAmount
                : tax.Behavior == TaxBehavior.Inclusive ? (long)Math.Round((double)amount * tax.Net / total, MidpointRounding.ToEven)
                : amount,
        };
    }

    /// <summary>A fixed discount is for the whole period: it would be given again and again with each of its meter periods.</summary>
    private static DiscountRow? AppliedDiscount(World world, SubscriptionRow subscription, OrderBillingReason reason) =>
        subscription.DiscountId is { } id && world.Discounts.Find(id) is { } discount
        && !(discount.IsFixed && reason == OrderBillingReason.SubscriptionMeterCycle)
            ? discount
            : null;
}
