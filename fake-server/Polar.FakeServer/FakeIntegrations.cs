using Polar.FakeServer.Control;
using Polar.FakeServer.Entitlements.Integrations;
using Polar.FakeServer.Execution;

namespace Polar.FakeServer;

/// <summary>Discord, GitHub and Slack as benefits meet them. Everything works, until a test says otherwise.</summary>
public sealed class FakeIntegrations
{
    private readonly Engine _engine;
    private readonly FakeIdentity _identity;

    internal FakeIntegrations(Engine engine, FakeIdentity identity)
    {
        _engine = engine;
        _identity = identity;
    }

    /// <summary>Has a service refuse what grants and revocations ask of it.</summary>
    /// <param name="service">The service.</param>
    /// <param name="reason">The reason in the service's own words, as grants show it.</param>
    /// <returns>Completes when the change is made and what follows from it is published.</returns>
    public Task RefuseAsync(FakeIntegration service, string reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        return _engine.ExecuteAsync(transaction => IntegrationControl.Refuse(transaction, service, reason));
    }

    /// <summary>Has a merchant lack something that benefits of the service need: for Discord <c>invalid_role</c> or <c>invalid_role_position</c>, for
    /// GitHub <c>invalid_user_auth</c>, <c>no_repository_installation_found</c>, <c>no_repository_acccess</c> or
    /// <c>personal_organization_repository</c>.</summary>
    /// <param name="service">The service.</param>
    /// <param name="fault">Polar's name for what is missing, one of those above.</param>
    /// <returns>Completes when the change is made and what follows from it is published.</returns>
    /// <exception cref="ArgumentException">The service has no fault of that name.</exception>
    public Task LackAsync(FakeIntegration service, string fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        return _engine.ExecuteAsync(transaction => IntegrationControl.Lack(transaction, service, fault));
    }

    /// <summary>Ends what <see cref="RefuseAsync"/> and <see cref="LackAsync"/> began: the service does everything that it is asked again.</summary>
    /// <param name="service">The service.</param>
    /// <returns>Completes when the change is made and what follows from it is published.</returns>
    public Task WorkAsync(FakeIntegration service) => _engine.ExecuteAsync(transaction =>
    {
        IntegrationControl.Lack(transaction, service, null);
        return IntegrationControl.Refuse(transaction, service, null);
    });

    /// <summary>Connects an account, as a customer does in the portal; grants that have waited for it are tried again.</summary>
    /// <param name="account">The account.</param>
    /// <returns>Completes when the change is made and what follows from it is published.</returns>
    /// <exception cref="ArgumentException">There is no such customer or member, or the service has no accounts.</exception>
    public Task LinkAccountAsync(FakeAccount account)
    {
        ArgumentNullException.ThrowIfNull(account);
        return _engine.ExecuteAsync(transaction => IntegrationControl.Link(transaction, account));
    }

    /// <summary>Adds Polar's app for a merchant's Slack workspace.</summary>
    /// <param name="organizationId">The merchant; null for the fake's first organization.</param>
    /// <param name="installed">Whether the merchant has finished its installation.</param>
    /// <returns>The integration's id, which benefits name.</returns>
    /// <exception cref="ArgumentException">There is no such organization.</exception>
    public Task<Guid> InstallSlackAsync(Guid? organizationId = null, bool installed = true) =>
        _engine.ExecuteAsync(transaction => IntegrationControl.InstallSlack(transaction, organizationId ?? _identity.Organization, installed));
}

/// <summary>An account that a customer has in another service.</summary>
public sealed record FakeAccount
{
    /// <summary>The service: Discord or GitHub.</summary>
    public required FakeIntegration Service { get; init; }

    /// <summary>The customer.</summary>
    public required Guid CustomerId { get; init; }

    /// <summary>The customer's member whose account it is.</summary>
    /// <value>Null by default: the account is the customer's own.</value>
    public Guid? MemberId { get; init; }

    /// <summary>The account's id in the service.</summary>
    public required string AccountId { get; init; }

    /// <summary>The account's name in the service; GitHub needs one.</summary>
    /// <value>Null by default.</value>
    public string? Username { get; init; }

    /// <summary>Whether the service asks for a new consent.</summary>
    /// <value>False by default.</value>
    public bool IsExpired { get; init; }
}
