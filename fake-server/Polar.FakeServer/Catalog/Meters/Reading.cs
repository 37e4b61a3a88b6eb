namespace Polar.FakeServer.Catalog.Meters;

/// <summary>What an aggregation takes from one event.</summary>
/// <param name="Number">The number at its property; of no meaning where it counts events or distinct values.</param>
/// <param name="Key">What distinguishes the value at its property; null where there is none, or where numbers are read.</param>
internal readonly record struct Reading(decimal Number, string? Key = null);
