using Polar.FakeServer.Billing.Proration;
using Polar.FakeServer.Execution;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Subscriptions;

/// <summary>What a price may go by: seats or units, which follow the same rules in other words.</summary>
internal sealed record Quantity
{
    private Quantity()
    {
    }

    public static Quantity Seats { get; } = new()
    {
        Noun = "seat",
        Title = "Seat",
        Kind = BillingEntryKind.Seats,
        Of = row => row.Seats,
        With = (row, count) => row with { Seats = count },
        OfPending = pending => pending.Seats,
        WithPending = (pending, count) => pending with { Seats = count },
        PriceIn = prices => prices.OfType<ProductPriceSeatBased>().FirstOrDefault(),
        Bounds = price => price is ProductPriceSeatBased { SeatTiers: var tiers } ? (tiers.MinimumSeats, tiers.MaximumSeats) : default,
        NotBased = new Failure(400, "NotASeatBasedSubscription", "This subscription does not support seat-based pricing."),
    };

    public static Quantity Units { get; } = new()
    {
        Noun = "unit",
        Title = "Unit",
        Kind = BillingEntryKind.Units,
        Of = row => row.Units,
        With = (row, count) => row with { Units = count },
        OfPending = pending => pending.Units,
        WithPending = (pending, count) => pending with { Units = count },
        PriceIn = prices => prices.OfType<ProductPriceUnitBased>().FirstOrDefault(),
        Bounds = price => price is ProductPriceUnitBased units
            ? (Math.Max(1, units.MinimumUnits ?? 0), units.MaximumUnits ?? units.Tiers.TiersValue[^1].Bound)
            : default,
        NotBased = new Failure(400, "NotAUnitBasedSubscription", "This subscription does not support unit-based pricing."),
    };

    public required string Noun { get; init; }

    public required string Title { get; init; }

    public required BillingEntryKind Kind { get; init; }

    public required Func<SubscriptionRow, long?> Of { get; init; }

    public required Func<SubscriptionRow, long?, SubscriptionRow> With { get; init; }

    public required Func<PendingUpdate, long?> OfPending { get; init; }

    public required Func<PendingUpdate, long?, PendingUpdate> WithPending { get; init; }

    /// <summary>The price that goes by it; null where none does.</summary>
    public required Func<IReadOnlyList<ProductPrice>, ProductPrice?> PriceIn { get; init; }

    /// <summary>The least and the most that a price allows.</summary>
    public required Func<ProductPrice, (long Least, long? Most)> Bounds { get; init; }

    public required Failure NotBased { get; init; }

    /// <summary>What is wrong with so many of them under a price; null where nothing is.</summary>
    public Failure? BoundsFault(ProductPrice price, long count)
    {
        var (least, most) = Bounds(price);
        return count < least ? new Failure(400, $"BelowMinimum{Title}s", $"Minimum {least} {Noun}s required.")
            : count > most ? new Failure(400, $"AboveMaximum{Title}s", $"Maximum {most} {Noun}s allowed.")
            : null;
    }
}
