using Polar.FakeServer.Storage;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Customers;

/// <summary>A person who acts for a customer.</summary>
internal sealed record MemberRow(Member Resource, Guid OrganizationId) : ICustomerOwned, IRow<MemberRow>
{
    /// <summary>Addresses differ by more than upper and lower case; several customers may have a member with the same one.</summary>
    public static OrganizationKey<MemberRow, string> ByEmail { get; } =
        Keys.Text<MemberRow>(row => row.Resource.Email, StringComparer.OrdinalIgnoreCase);

    /// <summary>What the merchant calls the member; unique among the members of one customer.</summary>
    public static OrganizationKey<MemberRow, string> ByExternalId { get; } = Keys.Text<MemberRow>(row => row.Resource.ExternalId);

    /// <summary>The customer that the member owns.</summary>
    public static OrganizationKey<MemberRow, Guid> ByOwnedCustomer { get; } =
        Keys.Rare<MemberRow, Guid>(row => row.IsOwner ? row.CustomerId : null);

    /// <inheritdoc/>
    public static TableDefinition<MemberRow> Table { get; } = new("members", ByEmail, ByExternalId, ByOwnedCustomer);

    public Guid Id => Resource.Id;

    public Guid CustomerId => Resource.CustomerId;

    /// <inheritdoc/>
    public Guid? OwnerId => CustomerId;

    public DateTimeOffset CreatedAt => Resource.CreatedAt;

    /// <summary>When the member was removed; what it had still shows who it was.</summary>
    public DateTimeOffset? DeletedAt { get; init; }

    /// <inheritdoc/>
    public bool IsDeleted => DeletedAt is not null;

    /// <summary>Whether it is the one who speaks for the customer.</summary>
    public bool IsOwner => Resource.Role == MemberRole.Owner;
}
