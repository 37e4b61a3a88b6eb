namespace Polar.Benchmarks.Comparing;

/// <summary>One turn of one contender.</summary>
/// <param name="Seconds">What one call took.</param>
/// <param name="Bytes">What one call allocated.</param>
internal readonly record struct Sample(double Seconds, long Bytes);
