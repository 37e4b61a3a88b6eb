using Polar.FakeServer.Storage;

namespace Polar.FakeServer.Entitlements.Integrations;

/// <summary>A Discord or GitHub account that a customer, or one of its members, has connected.</summary>
internal sealed record LinkedAccountRow : ICustomerOwned, IRow<LinkedAccountRow>
{
    /// <inheritdoc/>
    public static TableDefinition<LinkedAccountRow> Table { get; } = new("linked_accounts");

    public required Guid Id { get; init; }

    public required Guid OrganizationId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required Guid CustomerId { get; init; }

    /// <inheritdoc/>
    public Guid? OwnerId => CustomerId;

    /// <summary>The member whose account it is; null where it is the customer's.</summary>
    public Guid? MemberId { get; init; }

    public required FakeIntegration Service { get; init; }

    /// <summary>The account's id in the service.</summary>
    public required string AccountId { get; init; }

    public string? Username { get; init; }

    /// <summary>The service asks for a new consent.</summary>
    public bool IsExpired { get; init; }
}
