using Polar.FakeServer.Billing.Proration;
using Polar.FakeServer.Billing.Seats;
using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Execution;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Subscriptions;

/// <summary>How a subscription gets more or fewer seats or units, at once or with its next period.</summary>
internal static class QuantityChanges
{
    public static Outcome<SubscriptionStep> Take(SubscriptionContext context, SubscriptionStep step, ChangeQuantity change)
    {
        var row = step.State;
        return (SubscriptionFailures.ResetFault(context, row, change.Behavior) ?? Fault(context, row, change)) is { } fault ? fault
            : (change.Quantity.Of(row) ?? 1) == change.Count ? Reassert(step, change.Quantity)
            : Make(context, Noted(step, change, change.Behavior ?? context.BehaviorOf(row)), change, change.Behavior ?? context.BehaviorOf(row));
    }

    private static SubscriptionStep Noted(SubscriptionStep step, ChangeQuantity change, SubscriptionProrationBehavior behavior) =>
        step.Then(new SubscriptionEffect.Note(
                $"subscription.{change.Quantity.Noun}s_updated",
                ($"old_{change.Quantity.Noun}s", change.Quantity.Of(step.State) ?? 1),
                ($"new_{change.Quantity.Noun}s", change.Count),
                ("proration_behavior", behavior.Value)))
            .Telling(($"{change.Quantity.Noun}s", change.Count), ("proration_behavior", behavior.Value));

    private static Failure? Fault(SubscriptionContext context, SubscriptionRow row, ChangeQuantity change)
    {
        if (row.IsRevoked || row.CancelAtPeriodEnd)
        {
            return SubscriptionFailures.AlreadyCanceled;
        }

        if (change.Quantity.PriceIn(row.Prices) is not { } price)
        {
            return change.Quantity.NotBased;
        }

        return change.Quantity.BoundsFault(price, change.Count)
            ?? (change.Quantity == Quantity.Seats ? AssignedFault(context, row, change.Count) : NextProductFault(context, row, change.Count));
    }

    private static Failure? AssignedFault(SubscriptionContext context, SubscriptionRow row, long count)
    {
        var assigned = context.World.CustomerSeats.Of(row.OrganizationId, CustomerSeatRow.ByContainerInUse, row.Id).Count;
        return count < assigned ? SubscriptionFailures.SeatsAssigned(count, assigned) : null;
    }

    /// <summary>A product that is to come has to be sold in that number too.</summary>
    private static Failure? NextProductFault(SubscriptionContext context, SubscriptionRow row, long count) =>
        row.Pending?.ProductId is { } id
        && context.World.Products.Find(id) is { } product
        && Quantity.Units.PriceIn(SubscriptionPrices.Of(product, row.Currency)) is { } price
            ? Quantity.Units.BoundsFault(price, count)
            : null;

    /// <summary>Who asks for the number that there is takes back one that was to come.</summary>
    private static SubscriptionStep Reassert(SubscriptionStep step, Quantity quantity)
    {
        if (step.State.Pending is not { } pending || quantity.OfPending(pending) is null)
        {
            return step with { IsUnchanged = true };
        }

        return step.With(step.State with { Pending = pending.ProductId is null ? null : quantity.WithPending(pending, null) });
    }

    private static SubscriptionStep Make(SubscriptionContext context, SubscriptionStep step, ChangeQuantity change, SubscriptionProrationBehavior behavior)
    {
        var (row, quantity) = (step.State, change.Quantity);
        if (behavior == SubscriptionProrationBehavior.NextPeriod)
        {
            return step.With(PendingUpdates.Add(context, row, quantity.WithPending(PendingUpdates.Start(context, row), change.Count)));
        }

        var isReset = behavior == SubscriptionProrationBehavior.Reset;
        var now = context.Now;
        var start = isReset ? now : row.PeriodStart;
        var end = isReset ? Periods.Next(now, row.Interval.Value, row.IntervalCount, now.Day) : row.PeriodEnd;
        var proration = new QuantityChange(
            quantity.Kind, row.Prices, quantity.PriceIn(row.Prices)!, quantity.Of(row) ?? 1, change.Count, context.DiscountOf(row));
        var entry = isReset ? QuantityProration.FullEntry(proration, now, end) : QuantityProration.Entry(proration, start, end, now);
        var changed = SubscriptionPrices.Priced(quantity.With(row, change.Count) with
        {
            Pending = row.Pending is { ProductId: not null } pending ? quantity.WithPending(pending, null) : null,
            PeriodStart = start,
            PeriodEnd = end,
            AnchorDay = isReset ? now.Day : row.AnchorDay,
        });
        return row.IsTrialing || entry is null
            ? step.With(changed)
            : step.With(changed with { Entries = changed.Entries.Add(entry) }) with
            {
                IsCharged = isReset || behavior == SubscriptionProrationBehavior.Invoice,
            };
    }
}
