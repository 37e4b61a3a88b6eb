namespace Polar.FakeServer.Storage;

/// <summary>
/// An immutable multimap from numbers to places, in the order of the numbers and, among equal ones, of the places. It is kept as a few sorted runs, each
/// at least twice as long as the next: what is added becomes a run, and runs of about one length are merged. An entry takes twelve bytes.
/// </summary>
internal sealed partial class SortedRuns
{
    private readonly Run[] _runs;

    private SortedRuns(Run[] runs, int count)
    {
        _runs = runs;
        Count = count;
    }

    /// <summary>The map without entries.</summary>
    public static SortedRuns Empty { get; } = new([], 0);

    public int Count { get; }

    /// <summary>The least key; only of a map that has entries.</summary>
    public long First => _runs.Min(run => run.Keys[0]);

    /// <summary>The greatest key; only of a map that has entries.</summary>
    public long Last => _runs.Max(run => run.Last);

    /// <summary>The place of some entry; only of a map that has entries.</summary>
    public int Any => _runs[0].Places[0];

    /// <summary>The entries of several maps, which have none in common, as one.</summary>
    public static SortedRuns Together(IReadOnlyList<SortedRuns> maps) =>
        maps.Count == 1 ? maps[0] : new SortedRuns([.. maps.SelectMany(map => map._runs)], maps.Sum(map => map.Count));

    public SortedRuns Add(long key, int place) => With(new Run([key], [place]));

    /// <summary>The map with entries that come in whatever order; both spans are sorted in place.</summary>
    public SortedRuns AddRange(Span<long> keys, Span<int> places)
    {
        if (keys.Length == 0)
        {
            return this;
        }

        // Places come ascending, and among equal keys they have to stay so.
        if (!IsSorted(keys))
        {
            keys.Sort(places);
            for (var start = 0; start < keys.Length;)
            {
                var end = start + 1;
                while (end < keys.Length && keys[end] == keys[start])
                {
                    end++;
                }

                places[start..end].Sort();
                start = end;
            }
        }

        return With(new Run(keys.ToArray(), places.ToArray()));
    }

    /// <summary>How many entries have a lesser key.</summary>
    public int CountBefore(long key) => _runs.Sum(run => run.CountBefore(key));

    /// <summary>The places from a rank on, in ascending order.</summary>
    public IEnumerable<int> Ascending(int from = 0) => Merge(StartAt(from), int.MaxValue);

    /// <summary>The places of keys from one to another, this one excluded, in ascending order.</summary>
    public IEnumerable<int> Between(long from, long to)
    {
        var first = CountBefore(from);
        return Merge([.. _runs.Select(run => run.CountBefore(from))], Math.Max(0, CountBefore(to) - first));
    }

    /// <summary>The places from a rank on, counted from the greatest key, in descending order.</summary>
    public IEnumerable<int> Descending(int from = 0)
    {
        if (from >= Count)
        {
            yield break;
        }

        var ends = StartAt(Count - from);
        for (var left = Count - from; left > 0; left--)
        {
            var best = -1;
            for (var run = 0; run < _runs.Length; run++)
            {
                if (ends[run] > 0 && (best < 0 || _runs[run].IsBehind(ends[run] - 1, _runs[best], ends[best] - 1)))
                {
                    best = run;
                }
            }

            yield return _runs[best].Places[--ends[best]];
        }
    }

    /// <summary>All places, in no order.</summary>
    public IEnumerable<ReadOnlyMemory<int>> Unordered() => _runs.Select(run => new ReadOnlyMemory<int>(run.Places, 0, run.Length));

    /// <summary>The places of keys from one to another, this one excluded, in no order.</summary>
    public IEnumerable<ReadOnlyMemory<int>> UnorderedBetween(long from, long to)
    {
        foreach (var run in _runs)
        {
            var (start, end) = (run.CountBefore(from), run.CountBefore(to));
            if (end > start)
            {
                yield return run.Places.AsMemory(start, end - start);
            }
        }
    }

    private static bool IsSorted(ReadOnlySpan<long> keys)
    {
        for (var index = 1; index < keys.Length; index++)
        {
            if (keys[index] < keys[index - 1])
            {
                return false;
            }
        }

        return true;
    }

    private SortedRuns With(Run added)
    {
        var left = _runs.Length;

        // What lies behind all that the last run has goes on in its room, as the present does behind the past.
        if (left > 0 && _runs[left - 1].TryAppend(added) is { } appended)
        {
            added = appended;
            left--;
        }

        while (left > 0 && _runs[left - 1].Length < 2 * added.Length)
        {
            added = Run.Merged(_runs[--left], added);
        }

        var count = added.Length;
        for (var run = 0; run < left; run++)
        {
            count += _runs[run].Length;
        }

        return new SortedRuns([.. _runs.AsSpan(0, left), added], count);
    }

    private IEnumerable<int> Merge(int[] starts, int count)
    {
        for (var taken = 0; taken < count; taken++)
        {
            var best = -1;
            for (var run = 0; run < _runs.Length; run++)
            {
                if (starts[run] < _runs[run].Length && (best < 0 || _runs[best].IsBehind(starts[best], _runs[run], starts[run])))
                {
                    best = run;
                }
            }

            if (best < 0)
            {
                yield break;
            }

            yield return _runs[best].Places[starts[best]++];
        }
    }

    /// <summary>Where each run stands when so many entries of all are behind: the key is found by halving, and then the place among equal ones.</summary>
    private int[] StartAt(int rank)
    {
        if (rank <= 0 || rank >= Count)
        {
            return [.. _runs.Select(run => rank <= 0 ? 0 : run.Length)];
        }

        var (low, high) = (First, Last);
        while (low < high)
        {
            var span = unchecked((ulong)high - (ulong)low);
            var middle = unchecked((long)((ulong)low + (span / 2) + (span & 1)));
            (low, high) = CountBefore(middle) <= rank ? (middle, high) : (low, middle - 1);
        }

        int[] starts = [.. _runs.Select(run => run.CountBefore(low))];
        for (var left = rank - starts.Sum(); left > 0; left--)
        {
            var best = -1;
            for (var run = 0; run < _runs.Length; run++)
            {
                if (starts[run] < _runs[run].Length && (best < 0 || _runs[best].IsBehind(starts[best], _runs[run], starts[run])))
                {
                    best = run;
                }
            }

            starts[best]++;
        }

        return starts;
    }
}
