using Polar.FakeServer.Billing.Orders;
using Polar.FakeServer.Billing.Wallets;
using Polar.FakeServer.Entitlements.Grants;
using Polar.FakeServer.Execution;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Refunds;

/// <summary>How money goes back, whoever asks for it.</summary>
internal static class RefundRules
{
    /// <summary>Adds a refund, and does what follows from it: the order counts it, and benefits of a single purchase may go.</summary>
    public static RefundRow Add(Transaction transaction, RefundRow refund)
    {
        transaction.Save(refund);
        Publish(transaction, refund, "refund.created");
        if (refund.Status == RefundStatus.Succeeded)
        {
            Apply(transaction, refund);
        }

        var order = transaction.World.Orders[refund.OrderId];
        if (refund.RevokesBenefits && order.ProductId is { } product)
        {
            GrantPlanner.Revoke(transaction, new GrantScope(order.CustomerId, product, null, order.Id));
        }

        return refund;
    }

    /// <summary>A pending refund has come to its end, or one that had succeeded is taken back.</summary>
    public static RefundRow Settle(Transaction transaction, RefundRow refund, RefundStatus status)
    {
        var settled = transaction.Save(refund with { Status = status, ModifiedAt = transaction.Now });
        Publish(transaction, settled, "refund.updated");
        if (status == RefundStatus.Succeeded && refund.Status != RefundStatus.Succeeded)
        {
            Apply(transaction, settled);
        }
        else if (status != RefundStatus.Succeeded && refund.Status == RefundStatus.Succeeded)
        {
            Count(transaction, refund.OrderId, -refund.Amount, -refund.Tax);
            transaction.Raise(new RefundBooked(settled, IsReversal: true));
        }

        return settled;
    }

    /// <summary>The order's status after so much of it has gone back.</summary>
    public static OrderStatus StatusOf(OrderRow order, long refunded) =>
        refunded == 0 ? OrderStatus.Paid
        : refunded >= order.Net + order.AppliedBalance ? OrderStatus.Refunded
        : OrderStatus.PartiallyRefunded;

    private static void Apply(Transaction transaction, RefundRow refund)
    {
        transaction.Raise(new RefundBooked(refund, IsReversal: false));
        var order = Count(transaction, refund.OrderId, refund.Amount, refund.Tax);

        // Whoever has credit as well is not paid twice: what goes back is taken from it.
        var balance = WalletRules.Balance(transaction.World, order.CustomerId, order.Currency);
        WalletRules.Add(transaction, order.CustomerId, order.Currency, -Math.Clamp(balance, 0, refund.Total));
        transaction.Raise(new OrderNoted(order, "order.refunded"));
        OrderRules.Publish(transaction, order, "order.refunded");
        if (order.ReceiptNumber is not null)
        {
            transaction.Enqueue(new RenderReceiptJob(order.Id));
        }
    }

    private static OrderRow Count(Transaction transaction, Guid id, long amount, long tax)
    {
        var order = transaction.World.Orders[id];
        var refunded = order.Refunded + amount;
        var counted = OrderRules.Save(transaction, order with
        {
            Refunded = refunded,
            RefundedTax = order.RefundedTax + tax,
            Status = StatusOf(order, refunded),
        });
        OrderRules.Publish(transaction, counted, "order.updated");
        return counted;
    }

    /// <summary>Tells of a refund.</summary>
    public static void Publish(Transaction transaction, RefundRow refund, string name) =>
        transaction.Publish(refund.OrganizationId, name, world => RefundProjection.ToResource(world, refund));
}
