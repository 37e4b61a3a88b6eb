using Polar.FakeServer.Billing.Metering;
using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Customers.PaymentMethods;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Lists;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Subscriptions;

/// <summary>How subscriptions begin, go on, and end.</summary>
internal static class SubscriptionRules
{
    /// <summary>The subscription of a purchase: a new one, or the free one that it upgrades, whose period begins anew.</summary>
    public static SubscriptionRow OfPurchase(Transaction transaction, Purchase purchase)
    {
        var prices = purchase.Prices;
        var upgraded = purchase.UpgradedSubscription is { } id ? transaction.World.Subscriptions[id] : null;
        var row = Start(transaction, purchase.Product, prices, purchase.CustomerId, purchase.TrialEnd) with
        {
            CheckoutId = purchase.CheckoutId,
            Currency = purchase.Currency,
            ChosenAmount = prices.Any(price => price is ProductPriceCustom) ? purchase.Amount : null,
            Amount = PriceChoice.Amount(prices, purchase.Amount, purchase.Seats, purchase.Units),
            DiscountId = purchase.DiscountId,
            DiscountAppliedAt = purchase.DiscountId is not null && purchase.TrialEnd is null ? transaction.Now : null,
            TaxBehavior = purchase.TaxBehavior,
            PaymentMethodId = purchase.CardToken is { } card
                ? PaymentMethodRules.Add(transaction, transaction.World.Customers[purchase.CustomerId], card).Id
                : null,
            Seats = purchase.Seats,
            Units = purchase.Units,
            Metadata = (upgraded?.Metadata).OrEmpty().Concat(purchase.Metadata).ToValueMap(),
            CustomFieldData = purchase.CustomFieldData,
        };
        row = row with { NetAmount = NetAmount(transaction.World, row, purchase) };
        var begun = upgraded is null ? Add(transaction, row) : Upgraded(transaction, upgraded, row);
        SubscriptionMeters.Reset(transaction, begun);
        return begun;
    }

    /// <summary>A subscription as it is when it begins, with the least that its prices allow.</summary>
    public static SubscriptionRow Start(
        Transaction transaction, ProductRow product, IReadOnlyList<ProductPrice> prices, Guid customer, DateTimeOffset? trialEnd)
    {
        var interval = product.Resource.RecurringInterval!.Value;
        var count = product.Resource.RecurringIntervalCount ?? 1;
        var seats = PriceChoice.SeatBounds(prices)?.Least;
        var units = PriceChoice.UnitBounds(prices)?.Least;
        return new SubscriptionRow
        {
            Id = transaction.NewId(),
            OrganizationId = product.OrganizationId,
            CreatedAt = transaction.Now,
            CustomerId = customer,
            ProductId = product.Id,
            Prices = [.. prices],
            Amount = PriceChoice.Amount(prices, null, seats, units),
            Currency = prices[0].PriceCurrency,
            Interval = interval,
            IntervalCount = count,
            Status = trialEnd is null ? SubscriptionStatus.Active : SubscriptionStatus.Trialing,
            PeriodStart = transaction.Now,
            PeriodEnd = trialEnd ?? Periods.Next(transaction.Now, interval.Value, count, transaction.Now.Day),
            AnchorDay = transaction.Now.Day,
            TrialStart = trialEnd is null ? null : transaction.Now,
            TrialEnd = trialEnd,
            MeterInterval = product.Resource.MeterInterval,
            MeterIntervalCount = product.Resource.MeterIntervalCount,
            Seats = seats,
            Units = units,
            Metadata = ValueMap<JsonScalar>.Empty,
            CustomFieldData = ValueMap<JsonScalar>.Empty,
        };
    }

    /// <summary>Adds a subscription that has begun, and tells of it.</summary>
    public static SubscriptionRow Add(Transaction transaction, SubscriptionRow row)
    {
        row = transaction.Save(SubscriptionMeters.Matching(transaction, WithMeterPeriod(row)));
        ProductRules.MarkSold(transaction, row.ProductId);
        Schedule(transaction, row);
        Publish(transaction, row, "subscription.created", "subscription.active", "subscription.updated");
        return row;
    }

    private static SubscriptionRow Upgraded(Transaction transaction, SubscriptionRow before, SubscriptionRow begun)
    {
        var row = Save(transaction, SubscriptionMeters.Matching(transaction, WithMeterPeriod(begun) with
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
            Meters = before.Meters,
        }));
        Schedule(transaction, row);
        Publish(transaction, row, before.IsActive ? ["subscription.updated"] : ["subscription.updated", "subscription.active"]);

        // The page of the checkout is told of it as of a new one.
        transaction.Notify(new PageNotice(begun.CheckoutId!.Value, "checkout.subscription_created"));
        return row;
    }

    private static SubscriptionRow WithMeterPeriod(SubscriptionRow row) => MeterPeriods.Begin(row, row.IsTrialing ? null : row.PeriodStart);

    private static void Schedule(Transaction transaction, SubscriptionRow row)
    {
        transaction.Schedule(row.PeriodEnd, new SubscriptionCycleJob(row.Id, row.PeriodEnd));
        if (row.MeterPeriodEnd is { } end)
        {
            transaction.Schedule(end, new MeterCycleJob(row.Id, end));
        }
    }

    /// <summary>What a period costs without the tax that the checkout found in its price.</summary>
    private static long NetAmount(World world, SubscriptionRow row, Purchase purchase)
    {
        var amount = SubscriptionProjection.Amount(world, row);
        var total = purchase.Net + purchase.Tax;
        return purchase.TaxBehavior == TaxBehavior.Inclusive && total > 0
            ? (long)Math.Round((double)amount * purchase.Net / total, MidpointRounding.ToEven)
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

    /// <summary>Publishes that a subscription was taken over from another provider.</summary>
    /// <param name="transaction">The step.</param>
    /// <param name="row">The subscription.</param>
    /// <param name="provider">The provider, <c>stripe</c>.</param>
    /// <param name="providerSubscription">The subscription's id there.</param>
    public static void PublishMigrated(Transaction transaction, SubscriptionRow row, string provider, string providerSubscription)
    {
        transaction.Raise(new SubscriptionNoted(
            row, SubscriptionEvents.Migrated, [("provider", provider), ("provider_subscription_id", providerSubscription)]));
        transaction.Publish(
            row.OrganizationId,
            SubscriptionEvents.Migrated,
            world => SubscriptionProjection.ToResource(world, row),
            [("provider", provider), ("provider_subscription_id", providerSubscription)]);
    }

    /// <summary>Publishes the subscription as it is now under each of the names, in order.</summary>
    public static void Publish(Transaction transaction, SubscriptionRow row, params ReadOnlySpan<string> events)
    {
        foreach (var name in events)
        {
            transaction.Publish(row.OrganizationId, name, world => SubscriptionProjection.ToResource(world, row));
            transaction.Raise(new SubscriptionNoted(row, name, []));
        }
    }
}
