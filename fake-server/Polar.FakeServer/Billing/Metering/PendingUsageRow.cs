using System.Collections.Immutable;
using Polar.FakeServer.Storage;

namespace Polar.FakeServer.Billing.Metering;

/// <summary>What a subscription's customer has used and was not billed for so far.</summary>
internal sealed record PendingUsageRow : IRow<PendingUsageRow>
{
    /// <inheritdoc/>
    public static TableDefinition<PendingUsageRow> Table { get; } = new("pending_usage");

    /// <summary>The subscription's id.</summary>
    public required Guid Id { get; init; }

    public required Guid OrganizationId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>By each price that was the subscription's when it was used, in the order of the first use.</summary>
    public ImmutableList<PricedUsage> Usage { get; init; } = [];
}
