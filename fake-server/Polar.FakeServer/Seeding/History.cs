namespace Polar.FakeServer;

/// <summary>Lets things happen in the past, one after the other, until the time that the fake starts at.</summary>
internal sealed class History
{
    private static readonly TimeSpan s_length = TimeSpan.FromDays(120);

    private readonly Transaction _target;
    private readonly Caller _caller;
    private DateTimeOffset _now;

    public History(Transaction target, Guid organization)
    {
        _target = target;
        Organization = organization;
        _caller = Caller.OfOrganization(organization);
        _now = target.Now - s_length;
        World = target.World with { Random = target.Random.Source };
    }

    public Guid Organization { get; }

    public World World { get; private set; }

    /// <summary>Takes a step, and those that follow from it.</summary>
    public T Do<T>(Func<Transaction, T> step)
    {
        var transaction = new Transaction(World, _caller, _now, _target.Settings) { IsSilent = true };
        var result = step(transaction);
        World = transaction.World with { Random = transaction.Random.Source };
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
        _target.Adopt(World);
    }

    /// <summary>Has done what falls due until a moment; nobody is told of it.</summary>
    public static World Until(World world, DateTimeOffset moment, FakeSettings settings)
    {
        while (world.Jobs.Count > 0 && world.Jobs.First() is var next && next.Key.Due <= moment)
        {
            var transaction = new Transaction(world.Unschedule(next.Key), Caller.Background, next.Key.Due, settings) { IsSilent = true };
            next.Value.Run(transaction);
            world = transaction.World with { Random = transaction.Random.Source };
        }

        return world;
    }

    private void RunJobsUntil(DateTimeOffset moment) => World = Until(World, moment, _target.Settings);
}
