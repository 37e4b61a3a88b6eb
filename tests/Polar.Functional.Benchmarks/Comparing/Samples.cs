namespace Polar.Benchmarks.Comparing;

/// <summary>All turns of all contenders.</summary>
internal sealed class Samples(IReadOnlyList<string> names, int rounds)
{
    private readonly Sample[][] _turns = [.. names.Select(_ => new Sample[rounds])];

    /// <summary>The contenders, in their order.</summary>
    public IReadOnlyList<string> Names => names;

    public void Add(int contender, int round, Sample sample) => _turns[contender][round] = sample;

    /// <summary>What half of a contender's turns took at most.</summary>
    public double Seconds(string name) => Median(Of(name).Select(turn => turn.Seconds));

    /// <summary>What half of a contender's turns allocated at most.</summary>
    public long Bytes(string name) => (long)Median(Of(name).Select(turn => (double)turn.Bytes));

    /// <summary>How many times the reference's time the subject took: the median over rounds, each of which has the two side by side.</summary>
    public double Ratio(string subject, string reference) =>
        Median(Of(subject).Zip(Of(reference), (one, other) => one.Seconds / other.Seconds));

    private Sample[] Of(string name)
    {
        for (var index = 0; index < names.Count; index++)
        {
            if (names[index] == name)
            {
                return _turns[index];
            }
        }

        throw new InvalidOperationException($"There is no contender '{name}'; there are {string.Join(", ", names)}.");
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}
