namespace Polar.FakeServer.Catalog.Meters;

/// <summary>Units of a meter that a customer was given, or that were taken back.</summary>
/// <param name="Units">How many; below zero where they were taken back.</param>
/// <param name="IsRollover">Whether they are left from before.</param>
/// <param name="Timestamp">When.</param>
internal readonly record struct Credit(long Units, bool IsRollover, DateTimeOffset Timestamp);

/// <summary>What credits come to.</summary>
internal static class Credits
{
    /// <summary>The running sum, which is never below nothing: what is taken back beyond it is forgotten.</summary>
    public static long Balance(IEnumerable<long> units) => units.Aggregate(0L, (sum, more) => Math.Max(0, sum + more));

    /// <summary>
    /// What is left for the next period of units that may be kept: those that may not are used up first, and nothing becomes more by being kept.
    /// </summary>
    /// <param name="credits">All credits, in their order.</param>
    /// <param name="usage">What was used.</param>
    public static long Rollover(IReadOnlyCollection<Credit> credits, decimal usage)
    {
        var passing = Balance(credits.Where(credit => !credit.IsRollover).Select(credit => credit.Units));
        var lasting = Balance(credits.Where(credit => credit.IsRollover).Select(credit => credit.Units));
        return Rollover(passing, lasting, usage);
    }

    /// <summary>The same, of sums.</summary>
    /// <param name="passing">Units that may not be kept.</param>
    /// <param name="lasting">Units that may.</param>
    /// <param name="usage">What was used.</param>
    public static long Rollover(long passing, long lasting, decimal usage) =>
        (long)Math.Max(0, Math.Min(decimal.Truncate((decimal)passing + lasting - usage), lasting));
}
