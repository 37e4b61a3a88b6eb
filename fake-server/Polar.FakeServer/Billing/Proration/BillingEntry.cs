using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Proration;

/// <summary>Why there is something to bill.</summary>
internal enum BillingEntryKind
{
    /// <summary>A new period.</summary>
    Cycle,

    /// <summary>A change of product in the middle of a period.</summary>
    Proration,

    /// <summary>A change of how many seats there are.</summary>
    Seats,

    /// <summary>A change of how many units there are.</summary>
    Units,
}

/// <summary>Something that the next order of a subscription will bill, or give back.</summary>
/// <param name="Kind">Why.</param>
/// <param name="Price">By which price.</param>
/// <param name="Amount">How much; below zero where it is given back.</param>
/// <param name="Start">The beginning of the time that it is for.</param>
/// <param name="End">The end of that time.</param>
internal sealed record BillingEntry(BillingEntryKind Kind, ProductPrice Price, long Amount, DateTimeOffset Start, DateTimeOffset End)
{
    /// <summary>Whether it is given back; an amount of nothing may be too.</summary>
    public bool IsCredit { get; init; }

    /// <summary>How many there were before, where the number changed.</summary>
    public long? OldQuantity { get; init; }

    /// <summary>How many there are now, where the number changed.</summary>
    public long? NewQuantity { get; init; }

    /// <summary>Whether it settles a change; a discount is taken off it already, if at all.</summary>
    public bool IsProration => Kind != BillingEntryKind.Cycle;
}
