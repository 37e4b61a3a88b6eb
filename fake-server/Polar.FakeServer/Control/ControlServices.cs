using System.Collections.Frozen;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Http;
using Polar.FakeServer.Webhooks;

namespace Polar.FakeServer.Control;

/// <summary>What calls to the fake itself work on.</summary>
internal sealed class ControlServices(Engine engine, FakeIdentity identity, Lazy<FrozenSet<string>> operations)
{
    public Engine Engine => engine;

    public FakeIdentity Identity => identity;

    /// <summary>The ids of all operations.</summary>
    public FrozenSet<string> Operations => operations.Value;

    public required RequestLog Requests { get; init; }

    public FaultRules Faults { get; } = new();

    public required WebhookFaultRules WebhookFaults { get; init; }

    public required SnapshotStore Snapshots { get; init; }

    /// <summary>The world on its way out and in.</summary>
    public required WorldStore Worlds { get; init; }

    /// <summary>What deliveries to the address that the fake was started with are signed with; null where there is none.</summary>
    public string? WebhookSecret { get; init; }

    /// <summary>Puts everything back to how it was at the start.</summary>
    public async Task ResetAsync()
    {
        await engine.ResetAsync().ConfigureAwait(false);
        Requests.Clear();
        Faults.Clear();
        WebhookFaults.Clear();
    }
}
