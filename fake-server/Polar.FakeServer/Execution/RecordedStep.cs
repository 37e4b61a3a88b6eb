namespace Polar.FakeServer.Execution;

/// <summary>A step as a recording keeps it: what it takes to repeat it in another process. Floors above have kinds of their own.</summary>
internal abstract record RecordedStep;

/// <summary>A move of the clock went to the next moment at which something was due, and had it done.</summary>
/// <param name="Until">Where the move was to end.</param>
internal sealed record NextDueStep(DateTimeOffset Until) : RecordedStep;

/// <summary>A move of the clock ended.</summary>
/// <param name="Moment">Where.</param>
internal sealed record ArrivalStep(DateTimeOffset Moment) : RecordedStep;

/// <summary>Time passed by itself, and what was due was done.</summary>
internal sealed record AlarmStep : RecordedStep;

/// <summary>Everything was put back to the start by whoever hosts the fake.</summary>
internal sealed record ResetStep : RecordedStep;

/// <summary>Something that whoever hosts the fake has done with objects of its process, which cannot be written down.</summary>
/// <param name="Name">The member that was called.</param>
internal sealed record InProcessStep(string Name) : RecordedStep;
