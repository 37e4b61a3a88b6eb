using Polar.FakeServer.Execution;

namespace Polar.FakeServer.Billing.Refunds;

/// <summary>Money has gone back, or has come again because a refund did not succeed after all.</summary>
/// <param name="Refund">The refund.</param>
/// <param name="IsReversal">Whether it is taken back.</param>
internal sealed record RefundBooked(RefundRow Refund, bool IsReversal) : IDomainEvent;
