namespace Polar.FakeServer.Http;

/// <summary>The faults that are in force.</summary>
internal sealed class FaultRules
{
    private readonly Lock _turn = new();
    private readonly List<FaultRule> _rules = [];
    private int _count;

    /// <summary>Whether there are none, which is nearly always so.</summary>
    public bool IsEmpty => _rules.Count == 0;

    public IReadOnlyList<FaultRule> All
    {
        get
        {
            lock (_turn)
            {
                return [.. _rules];
            }
        }
    }

    /// <summary>Puts a fault into force.</summary>
    /// <exception cref="ArgumentException">It makes no sense.</exception>
    public FaultRule Add(FakeFault fault)
    {
        if (FaultOf(fault) is { } sentence)
        {
            throw new ArgumentException(sentence, nameof(fault));
        }

        lock (_turn)
        {
            var rule = new FaultRule($"fault_{++_count}", fault);
            _rules.Add(rule);
            return rule;
        }
    }

    public bool Remove(string id)
    {
        lock (_turn)
        {
            return _rules.RemoveAll(rule => rule.Id == id) > 0;
        }
    }

    public void Clear()
    {
        lock (_turn)
        {
            _rules.Clear();
        }
    }

    /// <summary>The fault that befalls a call; the first that is meant for it. It is counted as having done so.</summary>
    public FakeFault? Take(string method, string path, string? operation)
    {
        lock (_turn)
        {
            foreach (var rule in _rules)
            {
                if (rule.Befalls(method, path, operation))
                {
                    if (rule.Left == 0)
                    {
                        _rules.Remove(rule);
                    }

                    return rule.Fault;
                }
            }

            return null;
        }
    }

    private static string? FaultOf(FakeFault fault) => fault switch
    {
        { Percentage: < 1 or > 100 } => "A percentage is from 1 to 100.",
        { Times: < 1 } => "A fault lasts for one call at least.",
        { Status: < 200 or > 599 } => "A status is from 200 to 599.",
        { RetryAfter: < 0 } => "'retry_after' is a number of seconds, 0 at least.",
        { Delay.Ticks: < 0 } => "A delay is not negative.",
        { Delay.TotalMinutes: > 10 } => "A delay is ten minutes at most.",
        { Status: null, Body: not null } or { Status: null, RetryAfter: not null } => "A body and a 'retry_after' come with a status.",
        { Status: not null, DropsConnection: true } => "Either a status is answered or the connection is dropped.",
        { TruncatesBody: true, Status: not null } or { TruncatesBody: true, DropsConnection: true } => "Only the API's own answer is truncated.",
        { Delay.Ticks: 0, Status: null, DropsConnection: false, TruncatesBody: false } =>
            "Say what goes wrong: a status, a delay, a dropped connection or a truncated body.",
        _ => null,
    };
}

/// <summary>A fault in force.</summary>
internal sealed class FaultRule(string id, FakeFault fault)
{
    private readonly FaultCounter _counter = new(fault.Percentage, fault.Times);

    public string Id { get; } = id;

    public FakeFault Fault { get; } = fault;

    /// <summary>For how many calls it still lasts; null for any number.</summary>
    public int? Left => _counter.Left;

    public bool Befalls(string method, string path, string? operation)
    {
        return (Fault.Operation is null || Fault.Operation == operation)
            && (Fault.Method is null || Fault.Method.Equals(method, StringComparison.OrdinalIgnoreCase))
            && (Fault.PathPrefix is null || path.StartsWith(Fault.PathPrefix, StringComparison.Ordinal))
            && _counter.Take();
    }
}
