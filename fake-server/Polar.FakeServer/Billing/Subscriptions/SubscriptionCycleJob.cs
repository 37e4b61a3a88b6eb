using Polar.FakeServer.Execution;
using Polar.FakeServer.Organizations;

namespace Polar.FakeServer.Billing.Subscriptions;

/// <summary>A period is over: the next one begins, or the subscription pauses or ends.</summary>
/// <param name="Subscription">The subscription.</param>
/// <param name="PeriodEnd">The end that this was scheduled for; another one in the meantime has its own job.</param>
internal sealed record SubscriptionCycleJob(Guid Subscription, DateTimeOffset PeriodEnd) : IJob
{
    /// <summary>Has done what was left undone while an organization could not renew its subscriptions.</summary>
    public static void CatchUp(Transaction transaction, Guid organization)
    {
        foreach (var row in transaction.World.Subscriptions.Of(organization))
        {
            if (row.IsBillable && row.PeriodEnd <= transaction.Now)
            {
                transaction.Enqueue(new SubscriptionCycleJob(row.Id, row.PeriodEnd));
            }
            else if (row.IsBillable && row.MeterPeriodEnd is { } meterPeriodEnd && meterPeriodEnd <= transaction.Now)
            {
                transaction.Enqueue(new MeterCycleJob(row.Id, meterPeriodEnd));
            }
            else if (row.IsPaused && row.ResumesAt is { } resumesAt && resumesAt <= transaction.Now)
            {
                transaction.Enqueue(new ResumeJob(row.Id, resumesAt));
            }
        }
    }

    public void Run(Transaction transaction)
    {
        if (transaction.World.Subscriptions.Find(Subscription) is { IsBillable: true } row && row.PeriodEnd == PeriodEnd && MayRenew(transaction.World, row))
        {
            SubscriptionProcess.Do(transaction, row, new EndPeriod());
        }
    }

    /// <summary>What cannot be renewed now is when the organization may do so again.</summary>
    internal static bool MayRenew(World world, SubscriptionRow row) => world.Organizations[row.OrganizationId].Resource.Capabilities.SubscriptionRenewals;
}

/// <summary>A pause ends by itself.</summary>
/// <param name="Subscription">The subscription.</param>
/// <param name="ResumesAt">The time that this was scheduled for; another one in the meantime has its own job.</param>
internal sealed record ResumeJob(Guid Subscription, DateTimeOffset ResumesAt) : IJob
{
    public void Run(Transaction transaction)
    {
        if (transaction.World.Subscriptions.Find(Subscription) is { IsPaused: true } row
            && row.ResumesAt == ResumesAt
            && SubscriptionCycleJob.MayRenew(transaction.World, row))
        {
            SubscriptionProcess.Do(transaction, row, new Resume());
        }
    }
}
