namespace Polar.FakeServer.Execution;

/// <summary>Background work that failed and is not tried again.</summary>
/// <param name="Kind">What kind of work it was.</param>
/// <param name="Due">When it was due.</param>
/// <param name="Fault">Why it failed.</param>
internal sealed record ParkedJob(string Kind, DateTimeOffset Due, Exception Fault)
{
    /// <summary>The fault in a line.</summary>
    public string Error { get; init; } = $"{Fault.GetType().Name}: {Fault.Message}";

    /// <summary>Work that failed in an earlier process, of which only the line is left.</summary>
    public static ParkedJob Remembered(string kind, DateTimeOffset due, string error) => new(kind, due, new InvalidOperationException(error)) { Error = error };
}
