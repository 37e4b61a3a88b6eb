using Polar.FakeServer.Billing.Orders;
using Polar.FakeServer.Billing.Payments;
using Polar.FakeServer.Billing.Subscriptions;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Entitlements.Grants;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Simulation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.SampleData;

/// <summary>
/// Not everybody stays and pays: of the subscriptions and orders that business as usual makes, some come into each of the states that there are,
/// with everything that belongs to it.
/// </summary>
internal static class SampleStates
{
    private static readonly TimeSpan s_firstRetry = TimeSpan.FromDays(2);

    public static void SeedEdgeStates(Backfill history)
    {
        var renewed = Renewed(history.World, history.Organization);
        var next = 0;
        Guid Next() => renewed[next++ % renewed.Count];

        history.Do(transaction => SubscriptionRules.Revoke(transaction, transaction.World.Subscriptions[Next()]));
        var leaving = Next();
        history.Ask(transaction => new SubscriptionsOperations().Update(transaction, leaving, new SubscriptionCancel { CancelAtPeriodEnd = true }));
        var pausing = Next();
        history.Do(transaction => Suspend(
            transaction, pausing, row => row with { Status = SubscriptionStatus.Paused, PausedAt = transaction.Now }));
        var late = Next();
        history.Do(transaction => FailLatest(transaction, late, OrderStatus.Pending, row => row with
        {
            Status = SubscriptionStatus.PastDue,
            PastDueAt = row.PeriodStart,
        }));
        var lapsed = Next();
        history.Do(transaction => FailLatest(transaction, lapsed, OrderStatus.Void, row => End(transaction, row, SubscriptionStatus.Unpaid)));
        var begun = Next();
        history.Do(transaction => FailLatest(transaction, begun, OrderStatus.Pending, row => row with { Status = SubscriptionStatus.Incomplete }));
        var expired = Next();
        history.Do(transaction => FailLatest(
            transaction, expired, OrderStatus.Void, row => End(transaction, row, SubscriptionStatus.IncompleteExpired)));
        Refund(history);
        history.Do(Draft);
    }

    /// <summary>Subscriptions that cost something and have been renewed, the one that renewed last first.</summary>
    private static List<Guid> Renewed(World world, Guid organization) =>
    [
        .. world.Subscriptions.Of(organization)
            .Where(row => row.IsActive && row.Amount > 0 && Latest(world, row.Id) is { } order && order.BillingReason == OrderBillingReason.SubscriptionCycle)
            .OrderByDescending(row => row.PeriodStart)
            .Select(row => row.Id),
    ];

    private static OrderRow? Latest(World world, Guid subscription) =>
        world.Orders.Of(world.Subscriptions[subscription].OrganizationId, OrderRow.BySubscription, subscription) is [.., var latest] ? latest : null;

    private static SubscriptionRow End(Transaction transaction, SubscriptionRow row, SubscriptionStatus status) => row with
    {
        Status = status,
        CanceledAt = transaction.Now,
        EndsAt = transaction.Now,
        EndedAt = transaction.Now,
    };

    private static SubscriptionRow Suspend(Transaction transaction, Guid id, Func<SubscriptionRow, SubscriptionRow> change)
    {
        var row = SubscriptionRules.Save(transaction, change(transaction.World.Subscriptions[id]));
        GrantPlanner.Revoke(transaction, new GrantScope(row.CustomerId, row.ProductId, row.Id, null));
        CustomerStateJob.Queue(transaction, row.CustomerId);
        return row;
    }

    /// <summary>As if the card had been declined when the latest order was to be paid.</summary>
    private static OrderRow FailLatest(
        Transaction transaction, Guid subscription, OrderStatus status, Func<SubscriptionRow, SubscriptionRow> change)
    {
        var row = Suspend(transaction, subscription, change);
        var order = Latest(transaction.World, subscription)!;
        foreach (var payment in transaction.World.Payments.Of(order.OrganizationId, PaymentRow.ByOrder, order.Id))
        {
            var refusal = CardSimulator.Declined;
            transaction.Save(payment with
            {
                Resource = payment.Resource with
                {
                    Status = PaymentStatus.Failed,
                    DeclineReason = refusal.Reason,
                    DeclineMessage = refusal.Message,
                },
            });
        }

        return OrderRules.Save(transaction, order with
        {
            Status = status,
            ReceiptNumber = null,
            InvoicedDetails = null,
            PlatformFee = 0,
            PlatformFeeCurrency = null,
            NextPaymentAttemptAt = status == OrderStatus.Pending && row.Status == SubscriptionStatus.PastDue
                ? transaction.Now + s_firstRetry
                : null,
        });
    }

    /// <summary>One buyer gets all the money back, another half of it.</summary>
    private static void Refund(Backfill history)
    {
        var paid = history.World.Orders.Of(history.Organization)
            .Where(order => order.BillingReason == OrderBillingReason.Purchase && order.Status == OrderStatus.Paid && order.Net > 0)
            .Select(order => order.Id)
            .ToArray();
        history.Do(transaction => transaction.World.Orders[paid[0]] is var order
            ? OrderRules.Save(transaction, order with { Status = OrderStatus.Refunded, Refunded = order.Net, RefundedTax = order.Tax })
            : order);
        history.Do(transaction => transaction.World.Orders[paid[1]] is var order
            ? OrderRules.Save(transaction, order with { Status = OrderStatus.PartiallyRefunded, Refunded = order.Net / 2, RefundedTax = order.Tax / 2 })
            : order);
    }

    /// <summary>What a merchant has begun to bill by hand: no number yet, nothing paid.</summary>
    private static OrderRow Draft(Transaction transaction)
    {
        var model = transaction.World.Orders.All.First(order => order.BillingReason == OrderBillingReason.Purchase);
        var draft = model with
        {
            Id = transaction.NewId(),
            CreatedAt = transaction.Now,
            ModifiedAt = null,
            Status = OrderStatus.Draft,
            InvoiceNumber = null,
            ReceiptNumber = null,
            InvoicedDetails = null,
            CheckoutId = null,
            Refunded = 0,
            RefundedTax = 0,
            PlatformFee = 0,
            PlatformFeeCurrency = null,
            Items = [.. model.Items.Select(item => item with { Id = transaction.NewId(), CreatedAt = transaction.Now })],
        };
        transaction.Save(draft);
        return draft;
    }
}
