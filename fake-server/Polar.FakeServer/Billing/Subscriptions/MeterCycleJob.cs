using Polar.FakeServer.Execution;

namespace Polar.FakeServer.Billing.Subscriptions;

/// <summary>A meter period is over.</summary>
/// <param name="Subscription">The subscription.</param>
/// <param name="PeriodEnd">The end that this was scheduled for; another one in the meantime has its own job.</param>
internal sealed record MeterCycleJob(Guid Subscription, DateTimeOffset PeriodEnd) : IJob
{
    public void Run(Transaction transaction)
    {
        // Where the subscription's own period ends too, its renewal bills everything.
        if (transaction.World.Subscriptions.Find(Subscription) is { IsBillable: true } row
            && row.MeterPeriodEnd == PeriodEnd
            && row.PeriodEnd > transaction.Now
            && SubscriptionCycleJob.MayRenew(transaction.World, row))
        {
            SubscriptionProcess.Do(transaction, row, new CycleMeters());
        }
    }
}
