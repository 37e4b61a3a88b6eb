namespace Polar.Benchmarks.Comparing;

/// <summary>One of several ways to do the same work.</summary>
/// <param name="Name">What a table calls it.</param>
/// <param name="RunAsync">Does the work once; whatever it keeps is thrown away.</param>
internal sealed record Contender(string Name, Func<ValueTask> RunAsync)
{
    /// <summary>How many calls that is; what is measured is told of one of them.</summary>
    public int Calls { get; init; } = 1;

    /// <summary>Clears up behind a turn, while nothing is measured; null where there is nothing to clear up.</summary>
    public Func<ValueTask>? ClearAsync { get; init; }

    /// <summary>Work that is done without waiting.</summary>
    public static Contender Of<T>(string name, Func<T> run) => new(name, () =>
    {
        Unused.Keep(run());
        return ValueTask.CompletedTask;
    });

    /// <summary>Work that waits.</summary>
    public static Contender Of<T>(string name, Func<Task<T>> run) => new(name, async () => Unused.Keep(await run()));
}
