using Polar.FakeServer.Execution;

namespace Polar.FakeServer.Billing.Disputes;

/// <summary>A dispute has come to its end: the bank has taken the money, and given it back where the merchant won.</summary>
internal sealed record DisputeBooked(DisputeRow Dispute) : IDomainEvent;
