using System.Text.Json.Nodes;
using Polar.FakeServer.Billing.Metering;
using Polar.FakeServer.Billing.Orders;
using Polar.FakeServer.Billing.Proration;
using Polar.FakeServer.Catalog.Discounts;
using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Lists;
using Polar.FakeServer.Organizations;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Subscriptions;

/// <summary>What a subscription will cost, or would if it were changed: asked for by pages, and nothing happens. The API description leaves it out.</summary>
internal static class SubscriptionPreviews
{
    /// <summary>What the next period will cost.</summary>
    public static Outcome<JsonObject> Charge(Transaction transaction, SubscriptionRow? row)
    {
        if (row is null || row.EndedAt is not null || !(row.IsActive || row is { IsPaused: true, ResumesAt: not null }))
        {
            return Failure.NotFound;
        }

        var context = Context(transaction);
        var next = PendingUpdates.Apply(context, row, out _);
        var amount = row.CancelAtPeriodEnd || row.EndsAt is not null ? 0 : next.Amount;
        var discount = context.DiscountOf(next) is { } attached && !DiscountRules.IsExpired(attached, next.DiscountAppliedAt ?? row.PeriodEnd, row.PeriodEnd)
            ? attached
            : null;
        return Shown(transaction, next, new Parts(amount, SubscriptionMeters.ToResources(transaction.World, next).Sum(meter => meter.Amount), amount), discount);
    }

    /// <summary>What a change would cost now.</summary>
    public static Outcome<JsonObject> Change(Transaction transaction, SubscriptionRow row, SubscriptionCommand command)
    {
        var context = Context(transaction);
        return SubscriptionMachine.Apply(context, row, command).Then<JsonObject>(changed =>
        {
            // A trial has nothing to settle; where the change ends it, the first period of the new product is paid for.
            var isInTrial = row.IsTrialing && changed.State.Pending == row.Pending;
            var first = isInTrial && changed.State.ProductId != row.ProductId && !changed.State.IsTrialing
                ? changed.State.Prices.Where(PriceKinds.IsStatic).Sum(price => PriceKinds.Amount(price, null, changed.State.Seats, changed.State.Units))
                : 0;
            var priced = isInTrial ? changed.State with { Entries = [] } : changed.State;
            return Shown(transaction, priced, new Parts(0, 0, first), context.DiscountOf(row));
        });
    }

    /// <summary>What ending it now would do to a payment that is overdue.</summary>
    public static JsonObject Cancellation(Transaction transaction, SubscriptionRow row)
    {
        var world = transaction.World;
        var stops = row.IsPastDue && world.Organizations[row.OrganizationId].Resource.SubscriptionSettings.BenefitRevocationGracePeriod == 0;
        var pending = stops
            ? world.Orders.Of(row.OrganizationId, OrderRow.BySubscription, row.Id).Where(order => order.Status == OrderStatus.Pending).ToArray()
            : [];
        return new JsonObject
        {
            ["stops_collection"] = stops,
            ["outstanding_amount"] = pending.Length > 0 ? pending.Sum(order => order.Due) : null,
        };
    }

    private static SubscriptionContext Context(Transaction transaction) => new(transaction.World, transaction.Now, Guid.Empty) { IsPreview = true };

    private static JsonObject Shown(Transaction transaction, SubscriptionRow row, Parts parts, DiscountRow? discount)
    {
        BillingEntry[] settling = [.. row.Entries.Where(entry => entry.IsProration)];
        var settled = settling.Sum(entry => entry.Amount);
        var amounts = OrderAmounts.Of(transaction, row, parts.Billed + parts.Metered + settled, settled, discount);
        return new JsonObject
        {
            ["base_amount"] = parts.Shown,
            ["metered_amount"] = parts.Metered,
            ["proration_amount"] = settled,
            ["prorations"] = new JsonArray([.. settling.Select(entry => new JsonObject
            {
                ["label"] = OrderItems.Label(transaction.World, row, entry),
                ["amount"] = entry.Amount,
            })]),
            ["subtotal_amount"] = amounts.Subtotal,
            ["discount_amount"] = amounts.Discount,
            ["net_amount"] = amounts.Tax.Net,
            ["tax_amount"] = amounts.Tax.Amount,
            ["total_amount"] = amounts.Total,
            ["applied_balance_amount"] = amounts.AppliedBalance,
            ["due_amount"] = amounts.Due,
        };
    }

    /// <summary>What is billed beside what settles changes.</summary>
    /// <param name="Shown">What is shown of the period's price.</param>
    /// <param name="Metered">What was used.</param>
    /// <param name="Billed">The period's price.</param>
    private readonly record struct Parts(long Shown, long Metered, long Billed);
}
