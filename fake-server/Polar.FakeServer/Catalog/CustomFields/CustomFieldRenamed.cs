using Polar.FakeServer.Execution;

namespace Polar.FakeServer.Catalog.CustomFields;

/// <summary>A question goes by another name now, and so do the answers to it.</summary>
internal sealed record CustomFieldRenamed(Guid Organization, string Before, string After) : IDomainEvent;
