using System.Collections.Immutable;

namespace Polar.FakeServer;

/// <summary>A person with an account, and what that person is to organizations.</summary>
internal sealed record UserRow(Guid Id, string Email)
{
    public ImmutableSortedDictionary<Guid, OrganizationRole> Roles { get; init; } = ImmutableSortedDictionary<Guid, OrganizationRole>.Empty;

    /// <summary>The person with a role in an organization, instead of the one before, if any.</summary>
    public UserRow With(Guid organization, OrganizationRole role) => this with { Roles = Roles.SetItem(organization, role) };
}
