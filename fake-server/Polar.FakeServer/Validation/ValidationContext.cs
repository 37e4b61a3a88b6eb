using Polar.FakeServer.Simulation;

namespace Polar.FakeServer.Validation;

/// <summary>What a check needs to know beyond the value.</summary>
/// <param name="Domains">Which domains take mail.</param>
/// <param name="Now">The virtual time.</param>
internal sealed record ValidationContext(EmailDomains Domains, DateTimeOffset Now);
