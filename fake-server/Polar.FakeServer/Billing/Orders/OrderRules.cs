using System.Collections.Immutable;
using Polar.FakeServer.Billing.Payments;
using Polar.FakeServer.Billing.Subscriptions;
using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Organizations;
using Polar.FakeServer.Sales.Checkouts;
using Polar.FakeServer.Simulation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Orders;

/// <summary>How orders come about and are paid.</summary>
internal static class OrderRules
{
    /// <summary>The order of a confirmed checkout: born paid. A trial costs nothing yet.</summary>
    public static OrderRow OfCheckout(Transaction transaction, CheckoutRow checkout, SubscriptionRow? subscription, PaymentRow? payment)
    {
        var world = transaction.World;
        var product = world.Products[checkout.ProductId];
        var blank = new OrderRow
        {
            Id = transaction.NewId(),
            OrganizationId = checkout.OrganizationId,
            CreatedAt = transaction.Now,
            Status = OrderStatus.Paid,
            Subtotal = 0,
            Net = 0,
            Tax = 0,
            Currency = checkout.Currency,
            BillingReason = subscription is null ? OrderBillingReason.Purchase
                : checkout.SubscriptionId is null ? OrderBillingReason.SubscriptionCreate
                : OrderBillingReason.SubscriptionUpdate,
            CustomerId = checkout.CustomerId!.Value,
            ProductId = product.Id,
            SubscriptionId = subscription?.Id,
            CheckoutId = checkout.Id,
            Items = [],
            Metadata = subscription?.Status == SubscriptionStatus.Trialing ? subscription.Metadata : checkout.Metadata,
            CustomFieldData = checkout.CustomFieldData,
        };
        var order = subscription?.Status == SubscriptionStatus.Trialing
            ? blank with { Items = [OrderItems.Trial(transaction, product, subscription)] }
            : blank with
            {
                Subtotal = checkout.Amount,
                Discount = CheckoutDiscounts.Amount(world, checkout),
                Net = checkout.NetAmount,
                Tax = checkout.TaxAmount ?? 0,
                DiscountId = checkout.DiscountId,
                Seats = checkout.Seats,
                Units = checkout.Units,
                Items =
                [
                    .. OrderItems.FixedPriceLines(
                        transaction, product, CheckoutPrices.InCurrency(product, checkout), checkout.Amount, checkout.Seats, checkout.Units),
                ],
            };
        return Paid(transaction, Add(transaction, order), payment);
    }

    /// <summary>The order of a subscription's new period, to be paid; null where there is nothing to put on it.</summary>
    public static OrderRow? OfRenewal(Transaction transaction, SubscriptionRow subscription, bool isAfterTrial)
    {
        var product = transaction.World.Products[subscription.ProductId];
        var items = OrderItems.FixedPriceLines(
            transaction,
            product,
            subscription.Prices,
            subscription.ChosenAmount,
            subscription.Seats,
            subscription.Units,
            (subscription.PeriodStart, subscription.PeriodEnd)).ToImmutableList();
        if (items.Count == 0)
        {
            return null;
        }

        var subtotal = items.Sum(item => item.Amount);
        var discount = OrderDiscounts.Amount(transaction.World, subscription, subtotal);
        var (net, tax) = Taxed(transaction.World, subscription, subtotal - discount);
        return Add(transaction, new OrderRow
        {
            Id = transaction.NewId(),
            OrganizationId = subscription.OrganizationId,
            CreatedAt = transaction.Now,
            Status = OrderStatus.Pending,
            Subtotal = subtotal,
            Discount = discount,
            DiscountId = subscription.DiscountId,
            Net = net,
            Tax = tax,
            Currency = subscription.Currency,
            BillingReason = OrderBillingReason.SubscriptionCycle,
            IsAfterTrial = isAfterTrial,
            CustomerId = subscription.CustomerId,
            ProductId = subscription.ProductId,
            SubscriptionId = subscription.Id,
            Items = items,
            Metadata = subscription.Metadata,
            CustomFieldData = subscription.CustomFieldData,
        });
    }

    /// <summary>Has what is due paid. What no processor would charge, nothing or too little, is paid without a charge.</summary>
    public static OrderRow Pay(Transaction transaction, OrderRow order, string? card, PaymentTrigger? trigger)
    {
        var payment = order.Due == 0 || order.Due < Currencies.Minimum(order.Currency)
            ? null
            : PaymentRules.Record(
                transaction,
                order.OrganizationId,
                new PaymentAttempt(
                    null, order.Due, order.Currency, transaction.World.Customers[order.CustomerId].Email, order.CustomerId, card ?? CardSimulator.Usual),
                trigger);
        return Paid(transaction, Save(transaction, order with { Status = OrderStatus.Paid }), payment);
    }

    public static OrderRow Save(Transaction transaction, OrderRow order)
    {
        var saved = order with { ModifiedAt = transaction.Now };
        transaction.Save(saved);
        return saved;
    }

    public static void Publish(Transaction transaction, OrderRow order, string name) =>
        transaction.Publish(order.OrganizationId, name, () => OrderProjection.ToResource(transaction.World, order));

    /// <summary>Adds an order with its number and the buyer's details as they are now, and tells of it.</summary>
    private static OrderRow Add(Transaction transaction, OrderRow order)
    {
        var customer = transaction.World.Customers[order.CustomerId].Resource;
        var numbered = transaction.Save(OrderNumbers.WithInvoiceNumber(transaction, order) with
        {
            BillingName = customer.BillingName,
            BillingAddress = customer.BillingAddress,
        });
        Publish(transaction, numbered, "order.created");
        return numbered;
    }

    /// <summary>Tells that an order is paid; one that a charge paid for gets a receipt in between.</summary>
    private static OrderRow Paid(Transaction transaction, OrderRow order, PaymentRow? payment)
    {
        Publish(transaction, order, "order.updated");
        if (payment is not null)
        {
            PaymentRules.Link(transaction, payment, order);
            order = Save(transaction, OrderNumbers.WithReceiptNumber(transaction, order));
            transaction.Enqueue(new BookFeeJob(order.Id));
        }

        Publish(transaction, order, "order.paid");
        transaction.Enqueue(new ConfirmOrderJob(order.Id));
        return order;
    }

    private static (long Net, long Tax) Taxed(World world, SubscriptionRow subscription, long amount)
    {
        var customer = world.Customers[subscription.CustomerId].Resource;
        if (customer.BillingAddress is not { } address || amount == 0)
        {
            return (amount, 0);
        }

        var option = subscription.TaxBehavior is { } settled
            ? new TaxBehaviorOption(settled.Value)
            : world.Organizations[subscription.OrganizationId].Resource.DefaultTaxBehavior;
        var tax = TaxRates.Calculate(amount, option, address, customer.TaxId is not null);
        return (tax.Net, tax.Amount);
    }
}
