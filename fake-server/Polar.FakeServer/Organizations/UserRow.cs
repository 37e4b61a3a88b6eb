using System.Collections.Immutable;
using Polar.FakeServer.Identity;
using Polar.FakeServer.Storage;

namespace Polar.FakeServer.Organizations;

/// <summary>A person with an account, and what that person is to organizations.</summary>
internal sealed record UserRow(Guid Id, string Email) : IRow<UserRow>
{
    /// <inheritdoc/>
    public static TableDefinition<UserRow> Table { get; } = new("users");

    /// <summary>A person may belong to several organizations.</summary>
    public Guid OrganizationId => Guid.Empty;

    public DateTimeOffset CreatedAt { get; init; }

    public ImmutableSortedDictionary<Guid, OrganizationRole> Roles { get; init; } = ImmutableSortedDictionary<Guid, OrganizationRole>.Empty;

    /// <summary>The person with a role in an organization, instead of the one before, if any.</summary>
    public UserRow With(Guid organization, OrganizationRole role) => this with { Roles = Roles.SetItem(organization, role) };
}
