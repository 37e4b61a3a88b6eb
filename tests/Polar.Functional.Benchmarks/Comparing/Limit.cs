namespace Polar.Benchmarks.Comparing;

/// <summary>A promise: one contender takes at most so many times what another takes.</summary>
/// <param name="Subject">The contender that is promised something of.</param>
/// <param name="Reference">The contender that it is held against.</param>
/// <param name="Most">The ratio of their times that is still kept.</param>
internal sealed record Limit(string Subject, string Reference, double Most);
