namespace Polar.FakeServer.Storage;

/// <summary>
/// An immutable multimap from numbers to places, in the order of the numbers and, among equal ones, of the places. It is kept as a few sorted runs, each
/// at least twice as long as the next: what is added becomes a run, and runs of about one length are merged. An entry takes twelve bytes.
/// </summary>
internal sealed class SortedRuns
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

    /// <summary>Entries in order. Behind them there may be room, which whoever comes first fills; other versions go on in a copy.</summary>
    private sealed class Run
    {
        private const int LeastRoom = 4;

        private readonly Taken _taken;

        public Run(long[] keys, int[] places)
            : this(keys, places, keys.Length, new Taken { Count = keys.Length })
        {
        }

        private Run(long[] keys, int[] places, int length, Taken taken)
        {
            Keys = keys;
            Places = places;
            Length = length;
            _taken = taken;
        }

        /// <summary>The keys; those from <see cref="Length"/> on are not this run's.</summary>
        public long[] Keys { get; }

        public int[] Places { get; }

        public int Length { get; }

        /// <summary>The greatest key.</summary>
        public long Last => Keys[Length - 1];

        /// <summary>The run with another one behind it; null where that one begins earlier than this one ends.</summary>
        public Run? TryAppend(Run more)
        {
            if (more.Keys[0] < Last)
            {
                return null;
            }

            var length = Length + more.Length;
            var run = length <= Keys.Length && Interlocked.CompareExchange(ref _taken.Count, length, Length) == Length ? this : WithRoomFor(length);
            more.Keys.AsSpan(0, more.Length).CopyTo(run.Keys.AsSpan(Length));
            more.Places.AsSpan(0, more.Length).CopyTo(run.Places.AsSpan(Length));
            return new Run(run.Keys, run.Places, length, run._taken);
        }

        public static Run Merged(Run left, Run right)
        {
            var count = left.Length + right.Length;
            var (keys, places) = (GC.AllocateUninitializedArray<long>(count), GC.AllocateUninitializedArray<int>(count));
            var (a, b, at) = (0, 0, 0);
            while (a < left.Length && b < right.Length)
            {
                if (left.IsBehind(a, right, b))
                {
                    (keys[at], places[at++]) = (right.Keys[b], right.Places[b++]);
                }
                else
                {
                    (keys[at], places[at++]) = (left.Keys[a], left.Places[a++]);
                }
            }

            Array.Copy(left.Keys, a, keys, at, left.Length - a);
            Array.Copy(left.Places, a, places, at, left.Length - a);
            Array.Copy(right.Keys, b, keys, at, right.Length - b);
            Array.Copy(right.Places, b, places, at, right.Length - b);
            return new Run(keys, places);
        }

        public bool IsBehind(int index, Run other, int place) =>
            Keys[index] != other.Keys[place] ? Keys[index] > other.Keys[place] : Places[index] > other.Places[place];

        public int CountBefore(long key)
        {
            var (low, high) = (0, Length);
            while (low < high)
            {
                var middle = (low + high) / 2;
                (low, high) = Keys[middle] < key ? (middle + 1, high) : (low, middle);
            }

            return low;
        }

        private Run WithRoomFor(int length)
        {
            var room = Math.Max(LeastRoom, length + (length / 2));
            var (keys, places) = (GC.AllocateUninitializedArray<long>(room), GC.AllocateUninitializedArray<int>(room));
            Keys.AsSpan(0, Length).CopyTo(keys);
            Places.AsSpan(0, Length).CopyTo(places);
            return new Run(keys, places, Length, new Taken { Count = length });
        }

        /// <summary>How many places of both arrays some version uses.</summary>
        private sealed class Taken
        {
            public int Count;
        }
    }
}
