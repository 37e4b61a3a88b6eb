using Polar.FakeServer.Execution;

namespace Polar.FakeServer.Billing.Refunds;

/// <summary>
/// The processor reports a refund that it was asked for a moment ago. That changes nothing, and yet Polar tells of it again; a refund that the processor
/// has made by itself is new to Polar at that moment, and told of once.
/// </summary>
internal sealed record RefundReportJob(Guid Refund) : IJob
{
    public void Run(Transaction transaction) => RefundRules.Publish(transaction, transaction.World.Refunds[Refund], "refund.updated");
}
