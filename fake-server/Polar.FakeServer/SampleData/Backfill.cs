using Polar.FakeServer.Execution;
using Polar.FakeServer.Identity;
using Polar.FakeServer.Scheduling;

namespace Polar.FakeServer.SampleData;

/// <summary>Lets things happen in the past, one after the other, until the time that the fake starts at.</summary>
internal sealed class Backfill : IJobSite
{
    private static readonly TimeSpan s_length = TimeSpan.FromDays(120);

    private readonly Transaction _target;
    private readonly Caller _caller;
    private DateTimeOffset _now;

    public Backfill(Transaction target, Guid organization)
    {
        _target = target;
        Settings = target.Settings;
        Organization = organization;
        _caller = Caller.OfOrganization(organization);
        _now = target.Now - s_length;
        World = target.Result;
    }

    public Guid Organization { get; }

    public World World { get; private set; }

    /// <summary>The time that it is in the past.</summary>
    public DateTimeOffset Now => _now;

    public FakeSettings Settings { get; }

    public bool IsSilent => true;

    /// <summary>Takes a step, and those that follow from it.</summary>
    public T Do<T>(Func<Transaction, T> step)
    {
        var transaction = new Transaction(World, _caller, _now, Settings) { IsSilent = true };
        var result = step(transaction);
        World = transaction.Result;
        DueJobs.Run(this, _now);
        return result;
    }

    /// <summary>The same for an operation, which must succeed.</summary>
    public T Ask<T>(Func<Transaction, Outcome<T>> operation) => Do(transaction =>
    {
        var outcome = operation(transaction);
        return outcome.Failure is { } failure
            ? throw new InvalidOperationException(
                $"Sample data: {failure.Error} {failure.Detail} {string.Join("; ", failure.Issues?.Select(issue => issue.Message) ?? [])}")
            : outcome.Value!;
    });

    /// <summary>Lets time pass; what falls due happens.</summary>
    public void Pass(TimeSpan time)
    {
        var end = _now + time;
        _now = end < _target.Now ? end : _target.Now;
        DueJobs.Run(this, _now);
    }

    /// <summary>Lets time pass until so much of it is left.</summary>
    public void PassUntilLeft(TimeSpan left) => Pass(_target.Now - left - _now);

    /// <summary>Lets the rest of the time pass and hands the world over.</summary>
    public void Finish()
    {
        Pass(s_length);
        _target.ReplaceWorld(World);
    }

    public void Commit(Transaction transaction) => World = transaction.Result;

    public void Park(World world, QueuedJob<IJob> job, Exception fault) =>
        throw new InvalidOperationException($"Sample data: {job.Job.GetType().Name} failed.", fault);
}
