using Polar.FakeServer.Http;
using Polar.FakeServer.Webhooks;

namespace Polar.FakeServer;

/// <summary>What goes wrong between an app and the fake's API, and with webhooks, as a test wants it.</summary>
public sealed class FakeFaults
{
    private readonly FaultRules _rules;
    private readonly WebhookFaultRules _webhookRules;

    internal FakeFaults(FaultRules rules, WebhookFaultRules webhookRules)
    {
        _rules = rules;
        _webhookRules = webhookRules;
    }

    /// <summary>The faults of webhooks that are in force.</summary>
    public IReadOnlyList<FakeWebhookFault> OfWebhooks => [.. _webhookRules.All.Select(rule => rule.Fault)];

    /// <summary>The faults of calls that are in force.</summary>
    public IReadOnlyList<FakeFault> All => [.. _rules.All.Select(rule => rule.Fault)];

    /// <summary>Puts a fault into force, behind those that are there already; a call meets one fault at most.</summary>
    /// <param name="fault">The fault.</param>
    /// <returns>What ends the fault when it is disposed of.</returns>
    /// <exception cref="ArgumentException">The fault does nothing, contradicts itself, or has a value out of range; the message says which.</exception>
    public IDisposable Add(FakeFault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        var id = _rules.Add(fault).Id;
        return new Removal(() => _rules.Remove(id));
    }

    /// <summary>Puts a fault of webhooks into force, behind those that are there already; an event meets one at most on its way to an endpoint.</summary>
    /// <param name="fault">The fault.</param>
    /// <returns>What ends the fault when it is disposed of.</returns>
    /// <exception cref="ArgumentException">The fault does nothing, contradicts itself, or has a value out of range; the message says which.</exception>
    public IDisposable Add(FakeWebhookFault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        var id = _webhookRules.Add(fault).Id;
        return new Removal(() => _webhookRules.Remove(id));
    }

    /// <summary>Ends all faults, of calls and of webhooks.</summary>
    public void Clear()
    {
        _rules.Clear();
        _webhookRules.Clear();
    }

    private sealed class Removal(Action remove) : IDisposable
    {
        public void Dispose() => remove();
    }
}
