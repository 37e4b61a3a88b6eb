using Polar.FakeServer.Http;

namespace Polar.FakeServer;

/// <summary>What goes wrong between an app and the fake's API, as a test wants it.</summary>
public sealed class FakeFaults
{
    private readonly FaultRules _rules;

    internal FakeFaults(FaultRules rules) => _rules = rules;

    /// <summary>The faults that are in force.</summary>
    public IReadOnlyList<FakeFault> All => [.. _rules.All.Select(rule => rule.Fault)];

    /// <summary>Puts a fault into force, behind those that are there already; a call meets one fault at most.</summary>
    /// <param name="fault">The fault.</param>
    /// <returns>Dispose of it to end the fault.</returns>
    /// <exception cref="ArgumentException">The fault makes no sense.</exception>
    public IDisposable Add(FakeFault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        return new Removal(_rules, _rules.Add(fault).Id);
    }

    /// <summary>Ends all faults.</summary>
    public void Clear() => _rules.Clear();

    private sealed class Removal(FaultRules rules, string id) : IDisposable
    {
        public void Dispose() => rules.Remove(id);
    }
}
