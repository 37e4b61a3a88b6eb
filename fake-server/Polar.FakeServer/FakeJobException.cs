using System.Globalization;

namespace Polar.FakeServer;

/// <summary>Background work of the fake that failed: it is left undone, and everything else goes on.</summary>
/// <param name="Kind">What kind of work it was.</param>
/// <param name="Due">The virtual time at which it was due.</param>
/// <param name="Error">Why it failed.</param>
public sealed record FakeParkedJob(string Kind, DateTimeOffset Due, string Error);

/// <summary>Something that fell due while the clock moved has failed. Everything else that was due has happened, and the clock has reached the time that was asked for.</summary>
public sealed class FakeJobException : Exception
{
    internal FakeJobException(IReadOnlyList<FakeParkedJob> jobs, Exception first)
        : base(Sentence(jobs), first) => Jobs = jobs;

    /// <summary>What failed, in the order in which it was due.</summary>
    public IReadOnlyList<FakeParkedJob> Jobs { get; }

    private static string Sentence(IReadOnlyList<FakeParkedJob> jobs) => string.Create(
        CultureInfo.InvariantCulture,
        $"While the clock moved, {jobs[0].Kind}, due at {jobs[0].Due:yyyy-MM-ddTHH:mm:ss.FFFFFFZ}, failed: {jobs[0].Error}{(jobs.Count == 1 ? "" : $" ({jobs.Count - 1} more failed; GET /_fake/health has all of them.)")}");
}
