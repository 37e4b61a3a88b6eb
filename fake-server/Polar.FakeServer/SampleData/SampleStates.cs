using Polar.FakeServer.Billing.Disputes;
using Polar.FakeServer.Billing.Orders;
using Polar.FakeServer.Billing.Payments;
using Polar.FakeServer.Billing.Refunds;
using Polar.FakeServer.Billing.Subscriptions;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Organizations;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.SampleData;

/// <summary>Not everybody stays and pays: what happens to some of the subscriptions and orders that business as usual makes.</summary>
internal static class SampleStates
{
    /// <summary>A month and some days before the end: two will be gone by then, in one way and another.</summary>
    public static void Leave(Backfill history)
    {
        var renewing = Renewing(history.World, history.Organization);
        Change(history, renewing[0], new SubscriptionPause { PauseAtPeriodEnd = true });
        Change(history, renewing[1], new SubscriptionCancel
        {
            CancelAtPeriodEnd = true,
            CustomerCancellationReason = CustomerCancellationReason.TooExpensive,
            CustomerCancellationComment = "I would have stayed for half of it.",
        });
    }

    /// <summary>Some days before the end: one is thrown out, one will go, money goes back, a bank asks for it.</summary>
    public static void Quarrel(Backfill history)
    {
        var renewing = Renewing(history.World, history.Organization);
        history.Ask(transaction => new SubscriptionsOperations().Revoke(transaction, renewing[0]));
        Change(history, renewing[1], new SubscriptionCancel
        {
            CancelAtPeriodEnd = true,
            CustomerCancellationReason = CustomerCancellationReason.Unused,
        });
        OrderRow[] paid = [.. history.World.Orders.Of(history.Organization)
            .Where(order => order.BillingReason == OrderBillingReason.Purchase && order.Status == OrderStatus.Paid && order.Net > 0)];
        Refund(history, paid[0].Id, paid[0].Refundable, RefundReason.CustomerRequest);
        Refund(history, paid[1].Id, paid[1].Refundable / 2, RefundReason.ServiceDisruption);
        history.Do(transaction => Dispute(transaction, paid[2]));
        var lost = history.Do(transaction => Dispute(transaction, paid[3]));
        history.Do(transaction => DisputeRules.Advance(transaction, transaction.World.Disputes[lost.Id], DisputeStatus.Lost));
    }

    /// <summary>What a merchant has begun to bill by hand: no number yet, nothing paid. Polar lets it only for as long as this takes.</summary>
    public static void Draft(Backfill history, Guid product)
    {
        var customer = history.World.Orders.Of(history.Organization).First(order => order.BillingAddress is not null).CustomerId;
        var usual = history.World.Organizations[history.Organization].Resource.FeatureSettings!;
        Allow(history, usual with { OffSessionChargesEnabled = true });
        history.Ask(transaction => new OrdersOperations().Create(
            transaction, new OrderCreate { ProductId = product, CustomerId = customer, Description = "Ten further copies", Amount = 15000 }));
        Allow(history, usual);
    }

    /// <summary>Somebody goes over to less, at once: what was paid for and not used is a balance to spend.</summary>
    public static void Spare(Backfill history, Guid product, Guid cheaper)
    {
        var spared = Renewing(history.World, history.Organization).FindLast(id => history.World.Subscriptions[id].ProductId == product);
        if (spared == Guid.Empty)
        {
            return;
        }

        Change(history, spared, new SubscriptionUpdateBase { ProductId = cheaper, ProrationBehavior = SubscriptionProrationBehavior.Invoice });
    }

    /// <summary>States that nothing leads to any more, as Polar has them of old.</summary>
    public static void Age(Backfill history)
    {
        var renewing = Renewing(history.World, history.Organization);
        SubscriptionStatus[] old = [SubscriptionStatus.Unpaid, SubscriptionStatus.Incomplete, SubscriptionStatus.IncompleteExpired];
        foreach (var (index, status) in old.Index())
        {
            history.Do(transaction =>
            {
                var ended = SubscriptionRules.Revoke(transaction, transaction.World.Subscriptions[renewing[index]]);
                return transaction.Save(transaction.World.Subscriptions[ended.Id] with
                {
                    Status = status,
                    EndedAt = status == SubscriptionStatus.Incomplete ? null : ended.EndedAt,
                });
            });
        }
    }

    /// <summary>Subscriptions that cost something, go on and have been renewed, the one that renewed last first.</summary>
    private static List<Guid> Renewing(World world, Guid organization) =>
    [
        .. world.Subscriptions.Of(organization)
            .Where(row => row is { CancelAtPeriodEnd: false, PauseAtPeriodEnd: false, Amount: > 0 } && row.Status == SubscriptionStatus.Active && IsRenewed(world, row))
            .OrderByDescending(row => row.PeriodStart)
            .Select(row => row.Id),
    ];

    private static bool IsRenewed(World world, SubscriptionRow row) =>
        world.Orders.Of(row.OrganizationId, OrderRow.BySubscription, row.Id) is [.., var latest]
        && latest.BillingReason == OrderBillingReason.SubscriptionCycle;

    private static void Change(Backfill history, Guid id, SubscriptionUpdate change) =>
        history.Ask(transaction => new SubscriptionsOperations().Update(transaction, id, change));

    private static void Refund(Backfill history, Guid order, long amount, RefundReason reason) =>
        history.Ask(transaction => new RefundsOperations().Create(
            transaction, new RefundCreate { OrderId = order, Amount = amount, Reason = reason, Comment = "As we have agreed on the phone." }));

    private static DisputeRow Dispute(Transaction transaction, OrderRow order) => DisputeRules.Raise(
        transaction,
        order,
        transaction.World.Payments.Of(order.OrganizationId, PaymentRow.ByOrder, order.Id)[^1],
        DisputeStatus.NeedsResponse,
        total: null,
        "product_not_received");

    private static void Allow(Backfill history, OrganizationFeatureSettings features) => history.Do(transaction =>
    {
        var row = transaction.World.Organizations[history.Organization];
        return transaction.Save(row.With(row.Resource with { FeatureSettings = features }));
    });
}
