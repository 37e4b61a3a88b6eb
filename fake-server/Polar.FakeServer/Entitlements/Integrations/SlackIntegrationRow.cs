using Polar.FakeServer.Storage;

namespace Polar.FakeServer.Entitlements.Integrations;

/// <summary>Polar's app in a merchant's Slack workspace.</summary>
internal sealed record SlackIntegrationRow : IRow<SlackIntegrationRow>
{
    /// <inheritdoc/>
    public static TableDefinition<SlackIntegrationRow> Table { get; } = new("slack_integrations");

    public required Guid Id { get; init; }

    public required Guid OrganizationId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required bool IsInstalled { get; init; }
}
