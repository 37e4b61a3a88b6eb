using Polar.FakeServer.Execution;
using Polar.FakeServer.Identity;
using Polar.FakeServer.Validation;

namespace Polar.FakeServer.SampleData;

/// <summary>Lets things happen in the past, one after the other, until the time that the fake starts at.</summary>
internal sealed class Backfill
{
    private static readonly TimeSpan s_length = TimeSpan.FromDays(120);

    private readonly Transaction _target;
    private readonly Caller _caller;
    private DateTimeOffset _now;

    public Backfill(Transaction target, Guid organization)
    {
        _target = target;
        Organization = organization;
        _caller = Caller.OfOrganization(organization);
        _now = target.Now - s_length;
        World = target.Result;
    }

    public Guid Organization { get; }

    public World World { get; private set; }

    /// <summary>Takes a step, and those that follow from it.</summary>
    public T Do<T>(Func<Transaction, T> step)
    {
        var transaction = new Transaction(World, _caller, _now, _target.Settings) { IsSilent = true };
        var result = step(transaction);
        World = transaction.Result;
        RunJobsUntil(_now);
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
        RunJobsUntil(end < _target.Now ? end : _target.Now);
        _now = end < _target.Now ? end : _target.Now;
    }

    /// <summary>Lets time pass until so much of it is left.</summary>
    public void PassUntilLeft(TimeSpan left) => Pass(_target.Now - left - _now);

    /// <summary>Lets the rest of the time pass and hands the world over.</summary>
    public void Finish()
    {
        Pass(s_length);
        _target.ReplaceWorld(World);
    }

    /// <summary>Has done what falls due until a moment; nobody is told of it.</summary>
    public static World Until(World world, DateTimeOffset moment, FakeSettings settings)
    {
        while (world.Jobs.Next is { } next && next.ErrorLocation.Due <= moment)
        {
            var transaction = new Transaction(world.With(world.Jobs.Remove(next.ErrorLocation)), Caller.Background, next.ErrorLocation.Due, settings) { IsSilent = true };
            next.Job.Run(transaction);
            world = transaction.Result;
        }

        return world;
    }

    private void RunJobsUntil(DateTimeOffset moment) => World = Until(World, moment, _target.Settings);
}
