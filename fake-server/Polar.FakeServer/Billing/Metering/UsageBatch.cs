using System.Collections.Immutable;
using Polar.FakeServer.Catalog.Meters;

namespace Polar.FakeServer.Billing.Metering;

/// <summary>Events that were found to be billed by one price, all that came to it in one go; of their number only what they come to is kept.</summary>
internal sealed record UsageBatch
{
    /// <summary>The earliest end of a period on whose bill they are: what happened at that very moment waits for the next one.</summary>
    public required DateTimeOffset BillableFrom { get; init; }

    /// <summary>When the first of them happened.</summary>
    public required DateTimeOffset First { get; init; }

    /// <summary>When the last of them happened.</summary>
    public required DateTimeOffset Last { get; init; }

    /// <summary>What was used.</summary>
    public required Tally Usage { get; init; }

    /// <summary>The units that the subscription's own customer was given, or that were taken back, in their order.</summary>
    public ImmutableList<long> Credits { get; init; } = [];

    public UsageBatch With(UsageBatch later) => new()
    {
        BillableFrom = later.BillableFrom > BillableFrom ? later.BillableFrom : BillableFrom,
        First = later.First < First ? later.First : First,
        Last = later.Last > Last ? later.Last : Last,
        Usage = Usage.With(later.Usage),
        Credits = Credits.AddRange(later.Credits),
    };
}

/// <summary>What is to be billed by one price, in the order in which it was found.</summary>
internal sealed record PricedUsage(Guid PriceId, Guid MeterId, ImmutableList<UsageBatch> Batches)
{
    /// <summary>What is on the bill of a period that ends then, and what waits for a later one.</summary>
    public (ImmutableList<UsageBatch> Billed, ImmutableList<UsageBatch> Waiting) At(DateTimeOffset cutoff) =>
        (Batches.RemoveAll(batch => batch.BillableFrom > cutoff), Batches.RemoveAll(batch => batch.BillableFrom <= cutoff));

    /// <summary>The usage with more of it. What one bill will have is one batch: that of the last period, which may be about to be made, or of this one.</summary>
    /// <param name="batch">What there is more.</param>
    /// <param name="start">The beginning of the current period.</param>
    /// <param name="end">The end of it.</param>
    public PricedUsage Add(UsageBatch batch, DateTimeOffset start, DateTimeOffset end)
    {
        var isOneBill = Batches.Count > 0
            && batch.BillableFrom <= end
            && Batches[^1].BillableFrom <= end
            && batch.BillableFrom <= start == Batches[^1].BillableFrom <= start;
        return isOneBill
            ? this with { Batches = Batches.SetItem(Batches.Count - 1, Batches[^1].With(batch)) }
            : this with { Batches = Batches.Add(batch) };
    }
}
