using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Customers.PaymentMethods;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Lists;
using Polar.FakeServer.Sales.Checkouts;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Subscriptions;

/// <summary>How subscriptions begin, go on, and end.</summary>
internal static class SubscriptionRules
{
    /// <summary>The subscription of a confirmed checkout: a new one, or the free one that it upgrades, whose period begins anew.</summary>
    public static SubscriptionRow OfCheckout(Transaction transaction, CheckoutRow checkout)
    {
        var product = transaction.World.Products[checkout.ProductId];
        var prices = CheckoutPrices.InCurrency(product, checkout);
        var upgraded = checkout.SubscriptionId is { } id ? transaction.World.Subscriptions[id] : null;
        var row = Start(transaction, product, prices, checkout.CustomerId!.Value, checkout.TrialEnd) with
        {
            CheckoutId = checkout.Id,
            Currency = checkout.Currency,
            ChosenAmount = prices.Any(price => price is ProductPriceCustom) ? checkout.Amount : null,
            Amount = CheckoutPrices.Amount(prices, checkout.Amount, checkout.Seats, checkout.Units),
            DiscountId = checkout.DiscountId,
            DiscountAppliedAt = checkout.DiscountId is not null && checkout.TrialEnd is null ? transaction.Now : null,
            TaxBehavior = checkout.TaxBehavior,
            PaymentMethodId = checkout.CardToken is { } card
                ? PaymentMethodRules.Add(transaction, transaction.World.Customers[checkout.CustomerId!.Value], card).Id
                : null,
            Seats = checkout.Seats,
            Units = checkout.Units,
            Metadata = (upgraded?.Metadata).OrEmpty().Concat(checkout.Metadata).ToValueMap(),
            CustomFieldData = checkout.CustomFieldData,
        };
        row = row with { NetAmount = NetAmount(transaction.World, row, checkout) };
        return upgraded is null ? Add(transaction, row) : Upgraded(transaction, upgraded, row);
    }

    /// <summary>A subscription as it is when it begins, with the least that its prices allow.</summary>
    public static SubscriptionRow Start(
        Transaction transaction, ProductRow product, IReadOnlyList<ProductPrice> prices, Guid customer, DateTimeOffset? trialEnd)
    {
        var interval = product.Resource.RecurringInterval!.Value;
        var count = product.Resource.RecurringIntervalCount ?? 1;
        var seats = CheckoutQuantities.SeatBounds(prices)?.Least;
        var units = CheckoutQuantities.UnitBounds(prices)?.Least;
        return new SubscriptionRow
        {
            Id = transaction.NewId(),
            OrganizationId = product.OrganizationId,
            CreatedAt = transaction.Now,
            CustomerId = customer,
            ProductId = product.Id,
            Prices = [.. prices],
            Amount = CheckoutPrices.Amount(prices, null, seats, units),
            Currency = prices[0].PriceCurrency,
            Interval = interval,
            IntervalCount = count,
            Status = trialEnd is null ? SubscriptionStatus.Active : SubscriptionStatus.Trialing,
            PeriodStart = transaction.Now,
            PeriodEnd = trialEnd ?? Periods.Next(transaction.Now, interval.Value, count, transaction.Now.Day),
            AnchorDay = transaction.Now.Day,
            TrialStart = trialEnd is null ? null : transaction.Now,
            TrialEnd = trialEnd,
            Seats = seats,
            Units = units,
            Metadata = ValueMap<JsonScalar>.Empty,
            CustomFieldData = ValueMap<JsonScalar>.Empty,
        };
    }

    /// <summary>Adds a subscription that has begun, and tells of it.</summary>
    public static SubscriptionRow Add(Transaction transaction, SubscriptionRow row)
    {
        transaction.Save(row);
        transaction.Schedule(row.PeriodEnd, new SubscriptionCycleJob(row.Id, row.PeriodEnd));
        Publish(transaction, row, "subscription.created", "subscription.active", "subscription.updated");
        return row;
    }

    private static SubscriptionRow Upgraded(Transaction transaction, SubscriptionRow before, SubscriptionRow begun)
    {
        var row = Save(transaction, begun with
        {
            Id = before.Id,
            CreatedAt = before.CreatedAt,
            CancelAtPeriodEnd = before.CancelAtPeriodEnd,
            CanceledAt = before.CanceledAt,
            EndsAt = before.EndsAt,
            EndedAt = before.EndedAt,
            CancellationReason = before.CancellationReason,
            CancellationComment = before.CancellationComment,
            Pending = before.Pending,
            Entries = before.Entries,
        });
        transaction.Schedule(row.PeriodEnd, new SubscriptionCycleJob(row.Id, row.PeriodEnd));
        Publish(transaction, row, before.IsActive ? ["subscription.updated"] : ["subscription.updated", "subscription.active"]);
        return row;
    }

    /// <summary>What a period costs without the tax that the checkout found in its price.</summary>
    private static long NetAmount(World world, SubscriptionRow row, CheckoutRow checkout)
    {
        var amount = SubscriptionProjection.Amount(world, row);
        var total = checkout.NetAmount + (checkout.TaxAmount ?? 0);
        return checkout.TaxBehavior == TaxBehavior.Inclusive && total > 0
            ? (long)Math.Round((double)amount * checkout.NetAmount / total, MidpointRounding.ToEven)
            : amount;
    }

    /// <summary>Ends a subscription at once.</summary>
    public static SubscriptionRow Revoke(Transaction transaction, SubscriptionRow row) => SubscriptionProcess.Do(transaction, row, new Revoke());

    public static SubscriptionRow Save(Transaction transaction, SubscriptionRow row)
    {
        var saved = row with { ModifiedAt = transaction.Now };
        transaction.Save(saved);
        return saved;
    }

    /// <summary>Publishes the subscription as it is now under each of the names, in order.</summary>
    public static void Publish(Transaction transaction, SubscriptionRow row, params ReadOnlySpan<string> events)
    {
        foreach (var name in events)
        {
            transaction.Publish(row.OrganizationId, name, () => SubscriptionProjection.ToResource(transaction.World, row));
        }
    }
}
