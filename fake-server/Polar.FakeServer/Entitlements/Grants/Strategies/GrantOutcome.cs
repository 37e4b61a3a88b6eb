using Polar.Functional.Contracts;

namespace Polar.FakeServer.Entitlements.Grants.Strategies;

/// <summary>What came of granting, renewing or revoking: what to keep about it, or what the customer has to do first.</summary>
/// <param name="Properties">What to keep; null to leave that as it was.</param>
/// <param name="ActionRequired">What the customer has to do; null when it is done.</param>
internal readonly record struct GrantOutcome(IWritable? Properties, string? ActionRequired)
{
    public static GrantOutcome Done(IWritable properties) => new(properties, null);

    public static GrantOutcome RequireAction(string message, IWritable? properties = null) => new(properties, message);
}
