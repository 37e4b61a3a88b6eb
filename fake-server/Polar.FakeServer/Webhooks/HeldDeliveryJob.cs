using Polar.FakeServer.Execution;

namespace Polar.FakeServer.Webhooks;

/// <summary>A message that is held back until another one has gone to its endpoint, or none has come for a while.</summary>
/// <param name="EventId">The message.</param>
/// <param name="EndpointId">Where it goes.</param>
internal sealed record HeldDeliveryJob(Guid EventId, Guid EndpointId) : IJob
{
    /// <summary>How long it is held back at most.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    public string Key => KeyOf(EndpointId);

    public static string KeyOf(Guid endpoint) => $"held-delivery:{endpoint}";

    public void Run(Transaction transaction) => transaction.Deliver(EventId, isRedelivery: false);
}
