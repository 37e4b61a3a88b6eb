using System.Collections.Immutable;
using Polar.FakeServer.Storage;

namespace Polar.FakeServer.Entitlements.Integrations;

/// <summary>How Discord, GitHub and Slack answer: everything works, unless a test has chosen otherwise.</summary>
internal sealed record IntegrationStates : IRow<IntegrationStates>
{
    /// <inheritdoc/>
    public static TableDefinition<IntegrationStates> Table { get; } = new("integration_states");

    public static IntegrationStates Working { get; } = new();

    /// <summary>There is one for the whole world.</summary>
    public Guid Id => Guid.Empty;

    public Guid OrganizationId => Guid.Empty;

    public DateTimeOffset CreatedAt => DateTimeOffset.UnixEpoch;

    private ImmutableDictionary<FakeIntegration, string> Refusals { get; init; } = ImmutableDictionary<FakeIntegration, string>.Empty;

    private ImmutableDictionary<FakeIntegration, SetupFault> Setups { get; init; } = ImmutableDictionary<FakeIntegration, SetupFault>.Empty;

    /// <summary>Why the service does not do what a grant or a revocation asks; null when it does.</summary>
    public string? Refusal(FakeIntegration service) => Refusals.GetValueOrDefault(service);

    /// <summary>What a merchant who sets up a benefit has not done; null when all is done.</summary>
    public SetupFault? Setup(FakeIntegration service) => Setups.GetValueOrDefault(service);

    public IntegrationStates Refusing(FakeIntegration service, string? reason) => this with
    {
        Refusals = reason is null ? Refusals.Remove(service) : Refusals.SetItem(service, reason),
    };

    public IntegrationStates WithSetup(FakeIntegration service, SetupFault? fault) => this with
    {
        Setups = fault is null ? Setups.Remove(service) : Setups.SetItem(service, fault),
    };
}

/// <summary>Something that a merchant has not done in a service before it sets up a benefit.</summary>
/// <param name="Service">The service.</param>
/// <param name="Type">Polar's word for it.</param>
/// <param name="Message">Polar's sentence.</param>
/// <param name="IsOfAccount">Whether it is the merchant's own account that lacks something.</param>
internal sealed record SetupFault(FakeIntegration Service, string Type, string Message, bool IsOfAccount = false)
{
    public static ImmutableArray<SetupFault> All { get; } =
    [
        new(FakeIntegration.Discord, "invalid_role", "This role does not exist on this server."),
        new(
            FakeIntegration.Discord,
            "invalid_role_position",
            "This role is above the Polar bot role, so Discord won't let our bot grants it. Please reorder them so the Polar bot is above."),
        new(FakeIntegration.GitHub, "invalid_user_auth", "You have not authenticated with the github_repository_benefit app", IsOfAccount: true),
        new(FakeIntegration.GitHub, "no_repository_installation_found", "Could not find a installation for this repository."),
        new(FakeIntegration.GitHub, "no_repository_acccess", "You don't have access to this repository."),
        new(
            FakeIntegration.GitHub,
            "personal_organization_repository",
            "For security reasons, repositories on personal organizations are not supported."),
    ];

    public static SetupFault? Find(FakeIntegration service, string type) =>
        All.FirstOrDefault(fault => fault.Service == service && fault.Type == type);
}
