namespace Polar.FakeServer.Execution;

/// <summary>
/// Something that a step does outside of the fake and that nobody can take back, such as sending an e-mail. It is done once the step has happened, and never
/// for one that could not be kept; where it fails, it is parked as a job that failed, and the step stays as it is.
/// </summary>
/// <param name="Kind">What it is called where it is parked.</param>
/// <param name="Call">Does it.</param>
internal sealed record OutsideCall(string Kind, Action Call);
