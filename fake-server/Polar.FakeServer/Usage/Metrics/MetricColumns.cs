namespace Polar.FakeServer.Usage.Metrics;

/// <summary>Numbers by metric and period, all zero at first.</summary>
internal sealed class MetricColumns(int periods)
{
    private readonly decimal[]?[] _columns = new decimal[MetricDefinition.All.Count][];

    /// <summary>How many periods there are.</summary>
    public int Periods { get; } = periods;

    /// <summary>A metric's numbers, the earliest period first.</summary>
    public decimal[] this[MetricName name]
    {
        get => _columns[(int)name] ??= new decimal[Periods];
        set => _columns[(int)name] = value;
    }
}

/// <summary>Sums up what lasts for several periods: each thing costs two additions, however long it lasts.</summary>
internal sealed class PeriodSums(int periods)
{
    private readonly decimal[] _changes = new decimal[periods + 1];

    /// <summary>Counts something in the periods from one on and before another; both may be outside of them.</summary>
    public void Add(int from, int before, decimal amount = 1)
    {
        var (first, last) = (Math.Clamp(from, 0, periods), Math.Clamp(before, 0, periods));
        if (first < last)
        {
            _changes[first] += amount;
            _changes[last] -= amount;
        }
    }

    /// <summary>What there is in each period.</summary>
    public decimal[] ToColumn()
    {
        var (column, sum) = (new decimal[periods], 0m);
        for (var period = 0; period < periods; period++)
        {
            column[period] = sum += _changes[period];
        }

        return column;
    }
}

/// <summary>Counts who has something that lasts, each once in a period, however many of it he has.</summary>
internal sealed class PeriodOwners
{
    private readonly Dictionary<Guid, List<(int From, int Before)>> _spans = [];

    /// <summary>Somebody has something in the periods from one on and before another.</summary>
    public void Add(Guid owner, int from, int before)
    {
        if (!_spans.TryGetValue(owner, out var spans))
        {
            _spans[owner] = spans = [];
        }

        spans.Add((from, before));
    }

    /// <summary>How many there are in each period.</summary>
    public decimal[] ToColumn(int periods)
    {
        var sums = new PeriodSums(periods);
        foreach (var spans in _spans.Values)
        {
            spans.Sort();
            var counted = int.MinValue;
            foreach (var (from, before) in spans)
            {
                sums.Add(Math.Max(from, counted), before);
                counted = Math.Max(counted, before);
            }
        }

        return sums.ToColumn();
    }
}
