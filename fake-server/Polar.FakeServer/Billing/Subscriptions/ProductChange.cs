using System.Collections.Immutable;
using Polar.FakeServer.Billing.Proration;
using Polar.FakeServer.Catalog.Discounts;
using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Execution;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Subscriptions;

/// <summary>How a subscription goes over to another product, at once or with its next period.</summary>
internal static class ProductChange
{
    public static Outcome<SubscriptionStep> Take(SubscriptionContext context, SubscriptionStep step, ChangeProduct change)
    {
        var row = step.State;
        return SubscriptionFailures.ResetFault(context, row, change.Behavior) is { } reset
            ? reset
            : ProductChangeChecks.Product(context, row, change).Then(product =>
                SubscriptionDiscounts.Check(context, row, product.Id, change.Discount).Then(discount =>
                    ProductChangeChecks.Quantities(row, product, change.Behavior ?? context.BehaviorOf(row))
                        .Then<SubscriptionStep>(promoted => Make(
                            context, Noted(step.With(promoted), product, discount, change.Behavior ?? context.BehaviorOf(row)), product, change with { Discount = discount }))));
    }

    private static SubscriptionStep Noted(
        SubscriptionStep step, ProductRow product, Optional<Guid?> discount, SubscriptionProrationBehavior behavior) =>
        step.Then(new SubscriptionEffect.Note(
                "subscription.product_updated",
                ("old_product_id", step.State.ProductId.ToString()),
                ("new_product_id", product.Id.ToString())))
            .Telling(SubscriptionDiscounts.Change(discount))
            .Telling(("product_id", product.Id.ToString()), ("proration_behavior", behavior.Value));

    private static SubscriptionStep Make(SubscriptionContext context, SubscriptionStep step, ProductRow product, ChangeProduct change)
    {
        var row = step.State;
        var behavior = change.Behavior ?? context.BehaviorOf(row);
        var movesPeriod = SubscriptionPrices.IsIntervalChanged(row, product) || behavior == SubscriptionProrationBehavior.Reset;
        if (behavior == SubscriptionProrationBehavior.NextPeriod)
        {
            var pending = PendingUpdates.Start(context, row) with
            {
                ProductId = product.Id,
                Discount = change.Discount,
                Period = movesPeriod ? PeriodFrom(row.PeriodEnd, product) : (row.PeriodStart, row.PeriodEnd),
            };
            return SubscriptionDiscounts.Redeemed(step.With(PendingUpdates.Add(context, row, pending)), change.Discount);
        }

        (DateTimeOffset Start, DateTimeOffset End) period = movesPeriod ? PeriodFrom(context.Now, product) : (row.PeriodStart, row.PeriodEnd);
        var entries = Entries(context, row, product, behavior, period, change.Discount);
        var changed = Changed(row, product, period, change.Discount);
        var isCharged = movesPeriod || behavior == SubscriptionProrationBehavior.Invoice;
        var next = row.IsTrialing
            ? InTrial(context, step, row, MeterPeriods.Begin(changed, null), product)
            : step.With(MeterPeriods.Begin(changed, period.Start) with { Entries = changed.Entries.AddRange(entries) })
                .Then(MeterPeriods.Settlement(row)) with
            { IsCharged = isCharged && !entries.IsEmpty };
        return SubscriptionDiscounts.Redeemed(next, change.Discount).Then(Follow(context, row, next.State, product));
    }

    private static (DateTimeOffset Start, DateTimeOffset End) PeriodFrom(DateTimeOffset start, ProductRow product) =>
        (start, Periods.Next(start, product.Resource.RecurringInterval!.Value.Value, product.Resource.RecurringIntervalCount ?? 1, start.Day));

    /// <summary>What is left of the old product is given back, unless the period begins anew; what the new one costs is billed.</summary>
    private static ImmutableList<BillingEntry> Entries(
        SubscriptionContext context,
        SubscriptionRow row,
        ProductRow product,
        SubscriptionProrationBehavior behavior,
        (DateTimeOffset Start, DateTimeOffset End) period,
        Optional<Guid?> discount)
    {
        var old = new ProrationSide(row.Prices, row.Seats, row.Units, context.DiscountOf(row), row.PeriodStart, row.PeriodEnd);
        var next = old with
        {
            Prices = SubscriptionPrices.Of(product, row.Currency),
            Discount = context.DiscountOf(SubscriptionDiscounts.Applied(row, discount)),
            Start = period.Start,
            End = period.End,
        };
        var credits = behavior == SubscriptionProrationBehavior.Reset ? [] : ProductProration.Credits(old, context.Now);
        return [.. credits, .. ProductProration.Debits(next, context.Now)];
    }

    private static SubscriptionRow Changed(
        SubscriptionRow row, ProductRow product, (DateTimeOffset Start, DateTimeOffset End) period, Optional<Guid?> discount) =>
        SubscriptionDiscounts.Applied(
            SubscriptionPrices.OnProduct(row, product, SubscriptionPrices.Of(product, row.Currency)) with
            {
                PeriodStart = period.Start,
                AnchorDay = period.Start.Day,
                PeriodEnd = period.End,
                Pending = null,
            },
            discount);

    /// <summary>Nothing is prorated in a trial: the new product's own trial holds, and where it has none the first paid period begins.</summary>
    private static SubscriptionStep InTrial(
        SubscriptionContext context, SubscriptionStep step, SubscriptionRow before, SubscriptionRow changed, ProductRow product)
    {
        var end = Trials.EndUnder(context, before, product.Resource);
        return step.With(changed with { TrialEnd = end ?? context.Now, PeriodEnd = end ?? context.Now }) with { EndsPeriod = end is null };
    }

    private static IEnumerable<SubscriptionEffect> Follow(SubscriptionContext context, SubscriptionRow before, SubscriptionRow after, ProductRow product)
    {
        var hadSeats = Quantity.Seats.PriceIn(before.Prices) is not null;
        var hasSeats = Quantity.Seats.PriceIn(after.Prices) is not null;
        return
        [
            .. hasSeats && !hadSeats ? [new SubscriptionEffect.ClaimFirstSeat()] : Array.Empty<SubscriptionEffect>(),
            .. SubscriptionBenefits.Effects(context, after),
            .. product.HasSeats && after.IsActive ? [new SubscriptionEffect.SyncSeats()] : Array.Empty<SubscriptionEffect>(),
        ];
    }
}
