using System.Collections.Immutable;
using System.Globalization;
using Polar.Functional.Contracts;

namespace Polar.FakeServer;

/// <summary>How orders come about and are paid.</summary>
internal static class OrderRules
{
    private const decimal FeeRate = 0.05m;
    private const long FixedFee = 50;

    /// <summary>The order of a confirmed checkout: born paid.</summary>
    public static OrderRow OfCheckout(Transaction transaction, CheckoutRow checkout, CheckoutMoney money, SubscriptionRow? subscription)
    {
        var product = transaction.World.Products[checkout.ProductId];
        var trial = subscription is { Status: var status } && status == SubscriptionStatus.Trialing;
        var items = trial
            ? [TrialItem(transaction, product, subscription!)]
            : CheckoutPrices.InCurrency(product, checkout).Where(PriceKinds.IsStatic)
                .Select(price => Item(transaction, Label(product, price, checkout.Seats), PriceKinds.Amount(price, checkout.ChosenAmount, checkout.Seats, null), price.Id))
                .ToImmutableList();
        var order = Add(transaction, new OrderRow
        {
            Id = transaction.NewId(),
            OrganizationId = checkout.OrganizationId,
            CreatedAt = transaction.Now,
            Status = OrderStatus.Paid,
            Subtotal = trial ? 0 : money.Amount,
            Discount = trial ? 0 : money.DiscountAmount,
            Net = trial ? 0 : money.NetAmount,
            Tax = trial ? 0 : money.TaxAmount ?? 0,
            Currency = checkout.Currency,
            BillingReason = subscription is null ? OrderBillingReason.Purchase : OrderBillingReason.SubscriptionCreate,
            BillingName = null,
            BillingAddress = null,
            InvoiceNumber = "",
            Seats = trial ? null : checkout.Seats,
            CustomerId = checkout.CustomerId!.Value,
            ProductId = product.Id,
            SubscriptionId = subscription?.Id,
            CheckoutId = checkout.Id,
            Items = items,
            Metadata = checkout.Metadata,
            CustomFieldData = checkout.CustomFieldData,
        });
        return Paid(transaction, order, order.Total > 0, PaymentTrigger.Purchase);
    }

    /// <summary>The order of a subscription's new period, to be paid; null where there is nothing to put on it.</summary>
    public static OrderRow? OfRenewal(Transaction transaction, SubscriptionRow subscription)
    {
        var product = transaction.World.Products[subscription.ProductId];
        var prices = subscription.Prices.Where(PriceKinds.IsStatic).ToArray();
        if (prices.Length == 0)
        {
            return null;
        }

        // What the buyer chose for a custom price is what the subscription's amount says.
        var chosen = prices is [ProductPriceCustom] ? subscription.Amount : (long?)null;
        var items = prices
            .Select(price => Item(
                transaction, Label(product, price, subscription.Seats), PriceKinds.Amount(price, chosen, subscription.Seats, null), price.Id) with
            {
                StartTimestamp = subscription.PeriodStart,
                EndTimestamp = subscription.PeriodEnd,
            })
            .ToImmutableList();
        var subtotal = items.Sum(item => item.Amount);
        var (net, tax) = Taxed(transaction.World, subscription, prices, subtotal);
        return Add(transaction, new OrderRow
        {
            Id = transaction.NewId(),
            OrganizationId = subscription.OrganizationId,
            CreatedAt = transaction.Now,
            Status = OrderStatus.Pending,
            Subtotal = subtotal,
            Net = net,
            Tax = tax,
            Currency = subscription.Currency,
            BillingReason = OrderBillingReason.SubscriptionCycle,
            BillingName = null,
            BillingAddress = null,
            InvoiceNumber = "",
            CustomerId = subscription.CustomerId,
            ProductId = subscription.ProductId,
            SubscriptionId = subscription.Id,
            Items = items,
            Metadata = subscription.Metadata,
            CustomFieldData = subscription.CustomFieldData,
        });
    }

    /// <summary>Charges what is due.</summary>
    public static OrderRow Pay(Transaction transaction, OrderRow order, PaymentTrigger trigger) =>
        Paid(transaction, order with { Status = OrderStatus.Paid }, order.Total > 0, trigger);

    public static OrderRow Save(Transaction transaction, OrderRow order)
    {
        var saved = order with { ModifiedAt = transaction.Now };
        transaction.World = transaction.World with { Orders = transaction.World.Orders.Update(saved) };
        return saved;
    }

    public static void Tell(Transaction transaction, OrderRow order, string name) =>
        transaction.Publish(order.OrganizationId, name, OrderProjection.Show(transaction.World, order));

    /// <summary>Adds an order with its number and the buyer's details as they are now, and tells of it.</summary>
    private static OrderRow Add(Transaction transaction, OrderRow order)
    {
        var customer = transaction.World.Customers[order.CustomerId];
        var number = customer.Invoices + 1;
        var prefix = transaction.World.Organizations[order.OrganizationId].InvoicePrefix;
        var numbered = order with
        {
            BillingName = customer.Shown.BillingName ?? customer.Shown.Name,
            BillingAddress = customer.Shown.BillingAddress,
            InvoiceNumber = string.Create(CultureInfo.InvariantCulture, $"{prefix}-{customer.ShortId}-{number:0000}"),
        };
        transaction.World = transaction.World with
        {
            Customers = transaction.World.Customers.Update(customer with { Invoices = number }),
            Orders = transaction.World.Orders.Add(numbered),
        };
        Tell(transaction, numbered, "order.created");
        return numbered;
    }

    private static OrderRow Paid(Transaction transaction, OrderRow order, bool charged, PaymentTrigger trigger)
    {
        var paid = Save(transaction, order);
        if (charged)
        {
            PaymentRules.Succeed(transaction, paid, trigger);
        }

        Tell(transaction, paid, "order.updated");
        if (charged)
        {
            var customer = transaction.World.Customers[order.CustomerId];
            var number = customer.Receipts + 1;
            transaction.World = transaction.World with
            {
                Customers = transaction.World.Customers.Update(customer with { Receipts = number }),
            };
            paid = Save(transaction, paid with
            {
                ReceiptNumber = string.Create(CultureInfo.InvariantCulture, $"RCPT-{customer.ShortId}-{number:0000}"),
            });
            transaction.Soon(new BookFeeJob(paid.Id));
        }

        Tell(transaction, paid, "order.paid");
        return paid;
    }

    private static (long Net, long Tax) Taxed(World world, SubscriptionRow subscription, ProductPrice[] prices, long amount)
    {
        var customer = world.Customers[subscription.CustomerId].Shown;
        if (customer.BillingAddress is not { } address || amount == 0)
        {
            return (amount, 0);
        }

        var option = prices.Select(price => price.TaxBehavior).FirstOrDefault(behavior => behavior is not null)
            ?? world.Organizations[subscription.OrganizationId].Shown.DefaultTaxBehavior;
        var behavior = TaxRates.Behavior(option, address);
        var tax = TaxRates.Amount(TaxRates.Of(address, customer.TaxId is not null), behavior, amount);
        return (behavior == TaxBehavior.Inclusive ? amount - tax : amount, tax);
    }

    private static string Label(ProductRow product, ProductPrice price, long? seats) => price is ProductPriceSeatBased && seats is { } count
        ? $"{product.Shown.Name} ({count} {(count == 1 ? "seat" : "seats")})"
        : product.Shown.Name;

    private static OrderItemSchema Item(Transaction transaction, string label, long amount, Guid? price) => new()
    {
        Id = transaction.NewId(),
        CreatedAt = transaction.Now,
        ModifiedAt = null,
        Label = label,
        Amount = amount,
        TaxAmount = 0,
        Proration = false,
        ProductPriceId = price,
        StartTimestamp = null,
        EndTimestamp = null,
    };

    private static OrderItemSchema TrialItem(Transaction transaction, ProductRow product, SubscriptionRow subscription)
    {
        static string Day(DateTimeOffset day) => day.ToString("MMM d, yyyy", CultureInfo.InvariantCulture);
        var label = $"Trial period for {product.Shown.Name} ({Day(subscription.PeriodStart)} - {Day(subscription.PeriodEnd)})";
        return Item(transaction, label, 0, null);
    }

    /// <summary>Polar's fee is booked a moment after the payment; for buyers who gave name and address the invoice is made then too.</summary>
    private sealed record BookFeeJob(Guid Order) : IJob
    {
        public void Run(Transaction transaction)
        {
            var order = transaction.World.Orders[Order];
            order = Save(transaction, order with
            {
                PlatformFee = Rounding.HalfAwayFromZero(order.Total * FeeRate) + FixedFee,
                PlatformFeeCurrency = "usd",
            });
            Tell(transaction, order, "order.updated");
            if (order is { BillingName: not null, BillingAddress: not null })
            {
                Tell(transaction, Save(transaction, order with { IsInvoiceGenerated = true }), "order.updated");
            }
        }
    }
}
