using System.Collections.Immutable;
using Polar.FakeServer.Billing.Payments;
using Polar.FakeServer.Billing.Subscriptions;
using Polar.FakeServer.Billing.Wallets;
using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Organizations;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Orders;

/// <summary>How orders come about and are paid.</summary>
internal static class OrderRules
{
    /// <summary>The order of a purchase: born paid. A trial costs nothing yet.</summary>
    public static OrderRow OfPurchase(Transaction transaction, Purchase purchase, SubscriptionRow? subscription, PaymentRow? payment)
    {
        var product = purchase.Product;
        var blank = new OrderRow
        {
            Id = transaction.NewId(),
            OrganizationId = purchase.OrganizationId,
            CreatedAt = transaction.Now,
            Status = OrderStatus.Paid,
            Subtotal = 0,
            Net = 0,
            Tax = 0,
            Currency = purchase.Currency,
            BillingReason = subscription is null ? OrderBillingReason.Purchase
                : purchase.UpgradedSubscription is null ? OrderBillingReason.SubscriptionCreate
                : OrderBillingReason.SubscriptionUpdate,
            CustomerId = purchase.CustomerId,
            ProductId = product.Id,
            SubscriptionId = subscription?.Id,
            CheckoutId = purchase.CheckoutId,
            Items = [],
            Metadata = subscription?.Status == SubscriptionStatus.Trialing ? subscription.Metadata : purchase.Metadata,
            CustomFieldData = purchase.CustomFieldData,
        };
        var order = subscription?.Status == SubscriptionStatus.Trialing
            ? blank with { Items = [OrderItems.Trial(transaction, product, subscription)] }
            : blank with
            {
                Subtotal = purchase.Amount,
                Discount = purchase.Discount,
                Net = purchase.Net,
                Tax = purchase.Tax,
                DiscountId = purchase.DiscountId,
                Seats = purchase.Seats,
                Units = purchase.Units,
                Items =
                [
                    .. OrderItems.FixedPriceLines(transaction, product, purchase.Prices, purchase.Amount, purchase.Seats, purchase.Units),
                ],
            };
        return Paid(transaction, Add(transaction, order), payment);
    }

    public static OrderRow Save(Transaction transaction, OrderRow order)
    {
        var saved = order with { ModifiedAt = transaction.Now };
        transaction.Save(saved);
        return saved;
    }

    public static void Publish(Transaction transaction, OrderRow order, string name) =>
        transaction.Publish(order.OrganizationId, name, world => OrderProjection.ToResource(world, order));

    /// <summary>Adds an order with its number and the buyer's details as they are now, and tells of it.</summary>
    public static OrderRow Add(Transaction transaction, OrderRow order)
    {
        var customer = transaction.World.Customers[order.CustomerId].Resource;
        var numbered = transaction.Save(OrderNumbers.WithInvoiceNumber(transaction, order) with
        {
            BillingName = customer.BillingName,
            BillingAddress = customer.BillingAddress,
        });
        if (numbered.ProductId is { } product)
        {
            ProductRules.MarkSold(transaction, product);
        }

        Publish(transaction, numbered, "order.created");
        return numbered;
    }

    /// <summary>Tells that an order is paid; one that a charge paid for gets a receipt in between.</summary>
    public static OrderRow Paid(Transaction transaction, OrderRow order, PaymentRow? payment)
    {
        if (payment is null)
        {
            transaction.Raise(new OrderBooked(order, IsCharged: false));
        }

        Publish(transaction, order, "order.updated");
        if (payment is not null)
        {
            PaymentRules.Link(transaction, payment, order);
            order = Save(transaction, OrderNumbers.WithReceiptNumber(transaction, order));
            transaction.Enqueue(new BookFeeJob(order.Id));
        }

        Publish(transaction, order, "order.paid");
        transaction.Raise(new OrderNoted(order, "order.paid"));
        transaction.Enqueue(new ConfirmOrderJob(order.Id));
        if (order.SubscriptionId is { } subscription && order.BillingReason == OrderBillingReason.SubscriptionCycle && !order.IsFinal)
        {
            transaction.Enqueue(new CycleGrantsJob(subscription));
        }

        return order;
    }

    /// <summary>Nobody will pay an order any more: what it took of the customer's balance goes back, what credit there is goes towards it.</summary>
    public static void Void(Transaction transaction, OrderRow order)
    {
        var voided = Save(transaction, order with { Status = OrderStatus.Void, NextPaymentAttemptAt = null });
        var balance = WalletRules.Balance(transaction.World, order.CustomerId, order.Currency);
        WalletRules.Add(transaction, order.CustomerId, order.Currency, -Math.Max(0, Math.Min(balance, order.Due)));
        WalletRules.Add(transaction, order.CustomerId, order.Currency, Math.Max(0, -order.AppliedBalance));
        transaction.Raise(new OrderNoted(voided, "order.voided"));
        Publish(transaction, voided, "order.updated");
    }

    /// <summary>An order that was given up is due after all: what it took of the customer's balance is taken again. Nobody is charged by itself.</summary>
    public static OrderRow Unvoid(Transaction transaction, OrderRow order)
    {
        var due = Save(transaction, order with { Status = OrderStatus.Pending, NextPaymentAttemptAt = null });
        WalletRules.Add(transaction, order.CustomerId, order.Currency, Math.Min(0, order.AppliedBalance));
        transaction.Raise(new OrderNoted(due, "order.unvoided"));
        Publish(transaction, due, "order.updated");
        return due;
    }
}
