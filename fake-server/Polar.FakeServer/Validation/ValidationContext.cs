using Polar.FakeServer.Simulation;

namespace Polar.FakeServer.Validation;

/// <summary>What a check needs to know beyond the value.</summary>
/// <param name="Schemas">The schemas that others refer to by name.</param>
/// <param name="Domains">Which domains take mail.</param>
/// <param name="Now">The virtual time.</param>
/// <param name="HasPrivateWebhooks">Whether webhooks may go to a private network.</param>
internal sealed record ValidationContext(
    SchemaCatalog Schemas, EmailDomains Domains, DateTimeOffset Now, bool HasPrivateWebhooks = false);
