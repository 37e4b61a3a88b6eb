using Polar.FakeServer.Simulation;
using Polar.FakeServer.Validation;

namespace Polar.FakeServer.Execution;

/// <summary>What a fake was started with, as far as its rules need it.</summary>
/// <param name="BaseAddress">Where the fake itself answers, without a trailing slash.</param>
internal sealed record FakeSettings(string BaseAddress)
{
    /// <summary>Which domains take mail.</summary>
    public EmailDomains EmailDomains { get; init; } = EmailDomains.Usual;

    /// <summary>Where IP addresses are.</summary>
    public IpCountries IpCountries { get; init; } = IpCountries.Unknown;

    /// <summary>The schemas of requests.</summary>
    public SchemaCatalog Schemas { get; init; } = SchemaCatalog.Empty;

    /// <summary>Writes what is answered and published.</summary>
    public required IResourceRenderer Renderer { get; init; }

    /// <summary>What follows from domain events.</summary>
    public DomainEventHandlers EventHandlers { get; init; } = DomainEventHandlers.None;
}
