namespace Polar.FakeServer;

/// <summary>What a check needs to know beyond the value.</summary>
/// <param name="Domains">Which domains take mail.</param>
/// <param name="Now">The virtual time.</param>
internal sealed record Surroundings(EmailDomains Domains, DateTimeOffset Now);
