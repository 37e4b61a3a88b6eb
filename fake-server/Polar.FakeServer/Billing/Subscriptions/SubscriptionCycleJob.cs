using Polar.FakeServer.Billing.Orders;
using Polar.FakeServer.Catalog.Benefits;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Customers.PaymentMethods;
using Polar.FakeServer.Entitlements.Grants;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Lists;
using Polar.FakeServer.Organizations;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Subscriptions;

/// <summary>A period is over: the next one begins, or the subscription ends.</summary>
/// <param name="Subscription">The subscription.</param>
/// <param name="PeriodEnd">The end that this was scheduled for; another one in the meantime has its own job.</param>
internal sealed record SubscriptionCycleJob(Guid Subscription, DateTimeOffset PeriodEnd) : IJob
{
    /// <summary>Has done what was left undone while an organization could not renew its subscriptions.</summary>
    public static void CatchUp(Transaction transaction, Guid organization)
    {
        foreach (var row in transaction.World.Subscriptions.Of(organization).Where(row => row.IsBillable && row.PeriodEnd <= transaction.Now))
        {
            transaction.Enqueue(new SubscriptionCycleJob(row.Id, row.PeriodEnd));
        }
    }

    public void Run(Transaction transaction)
    {
        if (transaction.World.Subscriptions.Find(Subscription) is not { IsBillable: true } row || row.PeriodEnd != PeriodEnd)
        {
            return;
        }

        if (!transaction.World.Organizations[row.OrganizationId].Resource.Capabilities.SubscriptionRenewals)
        {
            // It happens when the organization may renew again.
            return;
        }

        if (row.CancelAtPeriodEnd)
        {
            SubscriptionRules.End(transaction, SubscriptionRules.Save(transaction, row with
            {
                Status = SubscriptionStatus.Canceled,
                EndedAt = transaction.Now,
            }));
            return;
        }

        var afterTrial = row.Status == SubscriptionStatus.Trialing;
        var anchor = afterTrial ? row.PeriodEnd.Day : row.AnchorDay;
        var renewed = SubscriptionRules.Save(transaction, OrderDiscounts.AtPeriodStart(transaction.World, row with
        {
            Status = SubscriptionStatus.Active,
            AnchorDay = anchor,
            PeriodStart = row.PeriodEnd,
            PeriodEnd = Periods.Next(row.PeriodEnd, row.Interval.Value, row.IntervalCount, anchor),
        }));
        transaction.Schedule(renewed.PeriodEnd, new SubscriptionCycleJob(renewed.Id, renewed.PeriodEnd));
        SubscriptionRules.Publish(transaction, renewed, "subscription.cycled", "subscription.updated");
        transaction.Enqueue(new RenewalOrderJob(renewed.Id, afterTrial));
        CustomerStateJob.Queue(transaction, renewed.CustomerId);
    }
}

/// <summary>The order of a new period: pending, then charged, then the benefits go round.</summary>
/// <param name="Subscription">The subscription.</param>
/// <param name="IsAfterTrial">Whether it is the first one that costs something.</param>
internal sealed record RenewalOrderJob(Guid Subscription, bool IsAfterTrial) : IJob
{
    public void Run(Transaction transaction)
    {
        var subscription = transaction.World.Subscriptions[Subscription];
        if (OrderRules.OfRenewal(transaction, subscription, IsAfterTrial) is not { } order)
        {
            return;
        }

        OrderRules.Pay(transaction, order, Card(transaction.World, subscription), PaymentTrigger.SubscriptionCycle);
        foreach (var grant in transaction.World.BenefitGrants.OfCustomer(subscription.OrganizationId, subscription.CustomerId)
            .Where(grant => grant.SubscriptionId == subscription.Id && grant.IsGranted).ToArray())
        {
            transaction.Enqueue(new CycleBenefitJob(grant.Id));
        }
    }

    private static string? Card(World world, SubscriptionRow subscription) =>
        (subscription.PaymentMethodId is { } id && world.PaymentMethods.Find(id) is { IsDeleted: false } own
            ? own
            : PaymentMethodRules.Usual(world, world.Customers[subscription.CustomerId]))?.CardToken;
}
