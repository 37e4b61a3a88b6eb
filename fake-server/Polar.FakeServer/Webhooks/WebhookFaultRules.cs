using Polar.FakeServer.Http;

namespace Polar.FakeServer.Webhooks;

/// <summary>The faults of webhooks that are in force.</summary>
internal sealed class WebhookFaultRules
{
    private readonly Lock _turn = new();
    private readonly List<WebhookFaultRule> _rules = [];
    private int _count;

    /// <summary>Whether there are none, which is nearly always so.</summary>
    public bool IsEmpty => _rules.Count == 0;

    public IReadOnlyList<WebhookFaultRule> All
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
    public WebhookFaultRule Add(FakeWebhookFault fault)
    {
        if (FaultOf(fault) is { } sentence)
        {
            throw new ArgumentException(sentence, nameof(fault));
        }

        lock (_turn)
        {
            var rule = new WebhookFaultRule($"webhook_fault_{++_count}", fault);
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

    /// <summary>The fault that befalls an event or an attempt; the first that is meant for it. It is counted as having done so.</summary>
    /// <param name="type">The event's type.</param>
    /// <param name="endpoint">Where it goes.</param>
    /// <param name="ofAttempts">Whether an attempt is made, rather than an event sent on its way.</param>
    public FakeWebhookFault? Take(string type, Guid endpoint, bool ofAttempts)
    {
        if (IsEmpty)
        {
            return null;
        }

        lock (_turn)
        {
            if (_rules.Find(rule => rule.Befalls(type, endpoint, ofAttempts)) is not { } rule)
            {
                return null;
            }

            if (rule.Left == 0)
            {
                _rules.Remove(rule);
            }

            return rule.Fault;
        }
    }

    private static string? FaultOf(FakeWebhookFault fault) => fault switch
    {
        { Percentage: < 1 or > 100 } => "A percentage is from 1 to 100.",
        { Times: < 1 } => "A fault lasts for one event at least.",
        { Kind: FakeWebhookFaultKind.Delay, Delay.Ticks: <= 0 } => "A delay says for how long, in 'delay_ms'.",
        { Kind: not FakeWebhookFaultKind.Delay, Delay.Ticks: not 0 } => "'delay_ms' goes with a delay alone.",
        _ when !Enum.IsDefined(fault.Kind) => "There is no such kind of fault.",
        _ => null,
    };
}

/// <summary>A fault of webhooks in force.</summary>
internal sealed class WebhookFaultRule(string id, FakeWebhookFault fault)
{
    private readonly FaultCounter _counter = new(fault.Percentage, fault.Times);

    public string Id { get; } = id;

    public FakeWebhookFault Fault { get; } = fault;

    /// <summary>How many it will still befall; null for any number.</summary>
    public int? Left => _counter.Left;

    public bool Befalls(string type, Guid endpoint, bool ofAttempts) =>
        ofAttempts == (Fault.Kind == FakeWebhookFaultKind.BadSignature)
        && (Fault.Type is null || Fault.Type == type)
        && (Fault.EndpointId is null || Fault.EndpointId == endpoint)
        && _counter.Take();
}
