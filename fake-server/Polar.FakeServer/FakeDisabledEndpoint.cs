namespace Polar.FakeServer;

/// <summary>An endpoint that was switched off because its last ten events all failed.</summary>
/// <param name="Id">The endpoint.</param>
/// <param name="OrganizationId">Whose endpoint it is.</param>
/// <param name="Url">Where it is.</param>
/// <param name="Timestamp">The virtual time at which it was switched off.</param>
public sealed record FakeDisabledEndpoint(Guid Id, Guid OrganizationId, string Url, DateTimeOffset Timestamp);
