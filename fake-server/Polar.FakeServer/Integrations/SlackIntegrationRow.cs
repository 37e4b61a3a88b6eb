namespace Polar.FakeServer;

/// <summary>Polar's app in a merchant's Slack workspace.</summary>
internal sealed record SlackIntegrationRow : IRow
{
    public required Guid Id { get; init; }

    public required Guid OrganizationId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required bool IsInstalled { get; init; }
}
