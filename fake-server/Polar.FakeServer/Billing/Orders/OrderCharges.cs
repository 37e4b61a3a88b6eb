namespace Polar.FakeServer.Billing.Orders;

/// <summary>Which of what a subscription has to bill goes on an order.</summary>
/// <param name="HasEntries">What is charged whatever is used, and what settles changes.</param>
/// <param name="HasUsage">What was used.</param>
/// <param name="Cutoff">The end of the period whose usage it is; null for all of it up to now.</param>
internal sealed record OrderCharges(bool HasEntries, bool HasUsage, DateTimeOffset? Cutoff)
{
    /// <summary>The order of a change in the middle of a period: what was used waits for its end.</summary>
    public static OrderCharges WithoutUsage { get; } = new(true, false, null);

    /// <summary>The order of a meter period.</summary>
    public static OrderCharges UsageAlone { get; } = new(false, true, null);

    /// <summary>The order of a period.</summary>
    public static OrderCharges Everything(DateTimeOffset? cutoff) => new(true, true, cutoff);
}
