using Polar.FakeServer.Billing.Subscriptions;
using Polar.FakeServer.Billing.Wallets;
using Polar.FakeServer.Catalog.Discounts;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Organizations;
using Polar.FakeServer.Simulation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Orders;

/// <summary>What an order of a subscription comes to.</summary>
/// <param name="Subtotal">Its lines.</param>
/// <param name="Discount">What is taken off them.</param>
/// <param name="Tax">The tax on the rest.</param>
/// <param name="AppliedBalance">What the customer's balance does to it: below zero it pays, above zero a debt is collected.</param>
internal readonly record struct OrderAmounts(long Subtotal, long Discount, Tax Tax, long AppliedBalance)
{
    public long Total => Tax.Net + Tax.Amount;

    /// <summary>What is left to pay.</summary>
    public long Due => Math.Max(0, Total + AppliedBalance);

    /// <summary>The amounts of an order for a subscription.</summary>
    /// <param name="transaction">The step.</param>
    /// <param name="subscription">The subscription.</param>
    /// <param name="subtotal">What all lines come to.</param>
    /// <param name="settled">What those lines of it come to that settle a change: a discount has been taken off them already.</param>
    /// <param name="discount">The discount on the rest; null for none.</param>
    public static OrderAmounts Of(Transaction transaction, SubscriptionRow subscription, long subtotal, long settled, DiscountRow? discount)
    {
        var reduction = discount is null ? 0 : DiscountRules.Amount(discount, subtotal - settled, subscription.Currency);
        var tax = TaxOn(transaction, subscription, subtotal - reduction);
        var balance = WalletRules.Balance(transaction.World, subscription.CustomerId, subscription.Currency);
        return new OrderAmounts(subtotal, reduction, tax, WalletRules.Applied(tax.Net + tax.Amount, balance));
    }

    /// <summary>The tax where the customer lives now; what is given back comes with the tax that was on it.</summary>
    private static Tax TaxOn(Transaction transaction, SubscriptionRow subscription, long amount)
    {
        var world = transaction.World;
        var customer = world.Customers[subscription.CustomerId].Resource;
        if (customer.BillingAddress is not { } address || amount == 0 || transaction.Settings.TaxService.FaultOf(address) is not null)
        {
            return new Tax(TaxBehavior.Exclusive, 0, amount);
        }

        var option = subscription.TaxBehavior is { } settled
            ? new TaxBehaviorOption(settled.Value)
            : world.Organizations[subscription.OrganizationId].Resource.DefaultTaxBehavior;
        var tax = Tax.Of(transaction.Settings.TaxService, Math.Abs(amount), option, address, customer.TaxId is not null);
        return amount > 0 ? tax : new Tax(tax.Behavior, -tax.Amount, -tax.Net);
    }
}
