namespace Polar.FakeServer;

/// <summary>The result of repeating a recording.</summary>
/// <param name="Calls">The number of calls that were repeated.</param>
/// <param name="Difference">The first thing that is not as it was recorded, in a sentence; null where everything is.</param>
/// <param name="IsComplete">
/// Whether the recording has an end, and the world there is the recorded one. It has none where the fake was killed, or runs still.
/// </param>
public sealed record FakeReplay(int Calls, string? Difference, bool IsComplete);
