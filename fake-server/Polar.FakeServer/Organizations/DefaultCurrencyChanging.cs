using Polar.FakeServer.Execution;

namespace Polar.FakeServer.Organizations;

/// <summary>An organization is about to sell in another currency by default.</summary>
internal sealed record DefaultCurrencyChanging(OrganizationRow Organization, string Currency) : IDomainEvent;
