using Polar.FakeServer.Execution;

namespace Polar.FakeServer.Catalog.Meters;

/// <summary>A meter is shown differently now: by another name, or in another unit.</summary>
internal sealed record MeterChanged(MeterRow Meter) : IDomainEvent;
