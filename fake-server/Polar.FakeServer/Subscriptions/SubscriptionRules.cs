using Polar.Functional.Contracts;

namespace Polar.FakeServer;

/// <summary>How subscriptions begin, go on, and end.</summary>
internal static class SubscriptionRules
{
    /// <summary>The subscription of a confirmed checkout.</summary>
    public static SubscriptionRow Begin(Transaction transaction, CheckoutRow checkout)
    {
        var product = transaction.World.Products[checkout.ProductId];
        var prices = CheckoutPrices.InCurrency(product, checkout);
        var interval = product.Shown.RecurringInterval!.Value;
        var count = product.Shown.RecurringIntervalCount ?? 1;
        var trialEnd = checkout.TrialEnd;
        var row = new SubscriptionRow
        {
            Id = transaction.NewId(),
            OrganizationId = checkout.OrganizationId,
            CreatedAt = transaction.Now,
            CustomerId = checkout.CustomerId!.Value,
            ProductId = product.Id,
            CheckoutId = checkout.Id,
            Prices = [.. prices],
            Amount = prices.Sum(price => PriceKinds.Amount(price, checkout.ChosenAmount, checkout.Seats, null)),
            Currency = checkout.Currency,
            Interval = interval,
            IntervalCount = count,
            Status = trialEnd is null ? SubscriptionStatus.Active : SubscriptionStatus.Trialing,
            PeriodStart = transaction.Now,
            PeriodEnd = trialEnd ?? Periods.Next(transaction.Now, interval.Value, count, transaction.Now.Day),
            AnchorDay = transaction.Now.Day,
            TrialStart = trialEnd is null ? null : transaction.Now,
            TrialEnd = trialEnd,
            Seats = checkout.Seats,
            Metadata = checkout.Metadata,
            CustomFieldData = checkout.CustomFieldData,
        };
        transaction.World = transaction.World with { Subscriptions = transaction.World.Subscriptions.Add(row) };
        transaction.Schedule(row.PeriodEnd, new SubscriptionCycleJob(row.Id, row.PeriodEnd));
        Tell(transaction, row, "subscription.created", "subscription.active", "subscription.updated");
        return row;
    }

    /// <summary>Ends a subscription at once.</summary>
    public static SubscriptionRow Revoke(Transaction transaction, SubscriptionRow row)
    {
        var ended = Save(transaction, row with
        {
            Status = SubscriptionStatus.Canceled,
            CanceledAt = transaction.Now,
            EndsAt = transaction.Now,
            EndedAt = transaction.Now,
        });
        return Ended(transaction, ended);
    }

    /// <summary>Tells that a subscription is over, and takes back what it gave.</summary>
    public static SubscriptionRow Ended(Transaction transaction, SubscriptionRow row)
    {
        Tell(transaction, row, "subscription.updated", "subscription.canceled", "subscription.revoked");
        GrantPlanner.Revoke(transaction, new GrantScope(row.CustomerId, row.ProductId, row.Id, null));
        CustomerStateJob.Queue(transaction, row.CustomerId);
        return row;
    }

    public static SubscriptionRow Save(Transaction transaction, SubscriptionRow row)
    {
        var saved = row with { ModifiedAt = transaction.Now };
        transaction.World = transaction.World with { Subscriptions = transaction.World.Subscriptions.Update(saved) };
        return saved;
    }

    /// <summary>Publishes the subscription as it is now under each of the names, in order.</summary>
    public static void Tell(Transaction transaction, SubscriptionRow row, params ReadOnlySpan<string> events)
    {
        var shown = SubscriptionProjection.Show(transaction.World, row);
        foreach (var name in events)
        {
            transaction.Publish(row.OrganizationId, name, shown);
        }
    }
}
