namespace Polar.Benchmarks.Comparing;

/// <summary>
/// Contenders for the same work and what is promised of them. Whoever implements this with a constructor without parameters is found, run in
/// processes of its own and checked: a file here is all that a new comparison needs.
/// </summary>
internal interface IComparison : IAsyncDisposable
{
    /// <summary>What the command line calls it.</summary>
    string Name { get; }

    /// <summary>What is promised of the contenders, by their names.</summary>
    IReadOnlyList<Limit> Limits { get; }

    /// <summary>Makes what the contenders need.</summary>
    Task<IReadOnlyList<Contender>> PrepareAsync();
}
