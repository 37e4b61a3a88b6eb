namespace Polar.FakeServer;

/// <summary>An endpoint that was switched off because its last ten events all failed.</summary>
/// <param name="Id">The endpoint's id.</param>
/// <param name="OrganizationId">The organization that owns the endpoint.</param>
/// <param name="Url">The address that deliveries went to.</param>
/// <param name="Timestamp">The virtual time at which it was switched off.</param>
public sealed record FakeDisabledEndpoint(Guid Id, Guid OrganizationId, string Url, DateTimeOffset Timestamp);
