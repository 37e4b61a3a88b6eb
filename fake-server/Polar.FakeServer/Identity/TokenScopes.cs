using System.Collections.Frozen;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Identity;

/// <summary>The most that tokens may hold.</summary>
internal static class TokenScopes
{
    /// <summary>Everything that a user's token may hold.</summary>
    public static FrozenSet<string> OfUsers { get; } = Scope.KnownValues.Select(scope => scope.Value).ToFrozenSet();

    /// <summary>Everything that an organization's token may hold.</summary>
    public static FrozenSet<string> OfOrganizations { get; } = OfUsers
        .Where(scope => !scope.StartsWith("organization_access_tokens:", StringComparison.Ordinal))
        .ToFrozenSet();

    /// <summary>What the session of a customer or a member holds.</summary>
    public static FrozenSet<string> OfSessions { get; } = FrozenSet.Create("customer_portal:write");
}
