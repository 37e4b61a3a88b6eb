namespace Polar.FakeServer;

/// <summary>How much sample data a fake starts with.</summary>
public enum FakeSampleData
{
    /// <summary>What a shop has after four months, in forms that Polar's own SDKs read since their version 0.49.</summary>
    Usual,

    /// <summary>
    /// The same, and what is newer or older than that: prices by unit and metered prices in tiers, which strict older SDKs refuse, and subscriptions in
    /// the states that Polar has by now only of old (<c>incomplete</c>, <c>incomplete_expired</c>, <c>unpaid</c>).
    /// </summary>
    Full,
}
