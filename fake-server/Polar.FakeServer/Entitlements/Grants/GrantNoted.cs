using Polar.FakeServer.Execution;

namespace Polar.FakeServer.Entitlements.Grants;

/// <summary>Something happened to a grant; everybody is told of it right behind this.</summary>
/// <param name="Grant">The grant as it is now.</param>
/// <param name="Name">What everybody is told, such as <c>benefit_grant.created</c>.</param>
internal sealed record GrantNoted(BenefitGrantRow Grant, string Name) : IDomainEvent;
