using System.Globalization;
using Polar.FakeServer.Billing.Metering;
using Polar.FakeServer.Billing.Proration;
using Polar.FakeServer.Billing.Subscriptions;
using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Execution;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Orders;

/// <summary>The lines of an order.</summary>
internal static class OrderItems
{
    /// <summary>A line for each price that is charged whatever is used.</summary>
    /// <param name="transaction">The step.</param>
    /// <param name="product">The product.</param>
    /// <param name="prices">Its prices.</param>
    /// <param name="chosen">What the buyer chose to pay.</param>
    /// <param name="seats">How many seats.</param>
    /// <param name="units">How many units.</param>
    /// <param name="period">What time the lines are for, where they are for one.</param>
    public static IEnumerable<OrderItemSchema> FixedPriceLines(
        Transaction transaction,
        ProductRow product,
        IEnumerable<ProductPrice> prices,
        long? chosen,
        long? seats,
        long? units,
        (DateTimeOffset Start, DateTimeOffset End)? period = null) => prices.Where(PriceKinds.IsStatic).Select(price => Line(
            transaction, Label(product, price, seats, units), PriceKinds.Amount(price, chosen, seats, units)) with
        {
            ProductPriceId = price.Id,
            StartTimestamp = period?.Start,
            EndTimestamp = period?.End,
        });

    /// <summary>The line of something that a subscription had to bill or to give back.</summary>
    public static OrderItemSchema Line(Transaction transaction, SubscriptionRow subscription, BillingEntry entry) =>
        Line(transaction, Label(transaction.World, subscription, entry), entry.Amount) with
        {
            Proration = entry.IsProration,
            ProductPriceId = entry.Price.Id,
            StartTimestamp = entry.Start,
            EndTimestamp = entry.End,
        };

    /// <summary>What such a line says.</summary>
    public static string Label(World world, SubscriptionRow subscription, BillingEntry entry)
    {
        var label = $"{Label(world.Products[entry.Price.ProductId], subscription, entry)} — From {Day(entry.Start)} to {Day(entry.End)}";
        return entry.IsCredit ? $"Remaining time on {label}" : label;
    }

    /// <summary>The line of something that was used.</summary>
    public static OrderItemSchema Line(Transaction transaction, MeteredLine usage) =>
        Line(transaction, usage.Charge.Label, usage.Charge.Amount) with
        {
            ProductPriceId = usage.Price.Id,
            StartTimestamp = usage.First,
            EndTimestamp = usage.Last,
        };

    private static string Label(ProductRow product, SubscriptionRow subscription, BillingEntry entry) => (entry.Kind, entry.Price) switch
    {
        (BillingEntryKind.Seats, _) => $"{product.Resource.Name} ({entry.OldQuantity} → {entry.NewQuantity} seats)",
        (BillingEntryKind.Units, ProductPriceUnitBased price) =>
            $"{product.Resource.Name} ({entry.OldQuantity} {Noun(price, entry.OldQuantity!.Value)} → {entry.NewQuantity} {Noun(price, entry.NewQuantity!.Value)})",
        _ => Label(product, entry.Price, subscription.Seats, subscription.Units),
    };

    /// <summary>The one line of an order that only says that a trial has begun.</summary>
    public static OrderItemSchema Trial(Transaction transaction, ProductRow product, SubscriptionRow subscription) => Line(
        transaction,
        $"Trial period for {product.Resource.Name} ({Day(subscription.TrialStart!.Value)} - {Day(subscription.TrialEnd!.Value)})",
        0);

    /// <summary>A line of an order that the merchant makes itself.</summary>
    public static OrderItemSchema Draft(Transaction transaction, string label, long amount, Guid price) =>
        Line(transaction, label, amount) with { ProductPriceId = price };

    private static string Day(DateTimeOffset day) => day.ToString("MMM d, yyyy", CultureInfo.InvariantCulture);

    private static string Label(ProductRow product, ProductPrice price, long? seats, long? units) => price switch
    {
        ProductPriceSeatBased when seats is { } count => $"{product.Resource.Name} ({count} seat{(count == 1 ? "" : "s")})",
        ProductPriceUnitBased unitBased when units is { } count => $"{product.Resource.Name} ({count} {Noun(unitBased, count)})",
        _ => product.Resource.Name,
    };

    /// <summary>What the merchant calls this many units: in English, else in the first language that there is.</summary>
    private static string Noun(ProductPriceUnitBased price, long count)
    {
        var languages = price.UnitLabel?.Select(entry => (Language: entry.Key.Replace('_', '-').ToLowerInvariant(), Forms: entry.Value)).ToArray() ?? [];
        var forms = languages.OrderBy(entry => entry.Language == "en" ? 0 : 1).Select(entry => entry.Forms).FirstOrDefault();
        return forms?.GetValueOrDefault($"={count}") ?? forms?.GetValueOrDefault("other") ?? (count == 1 ? "unit" : "units");
    }

    private static OrderItemSchema Line(Transaction transaction, string label, long amount) => new()
    {
        Id = transaction.NewId(),
        CreatedAt = transaction.Now,
        ModifiedAt = null,
        Label = label,
        Amount = amount,
        TaxAmount = 0,
        Proration = false,
        ProductPriceId = null,
        StartTimestamp = null,
        EndTimestamp = null,
    };
}
