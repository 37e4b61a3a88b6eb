using Polar.FakeServer.Billing.Subscriptions;
using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Money;
using Polar.FakeServer.Organizations;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Orders;

/// <summary>Polar books its fee a moment after the payment.</summary>
internal sealed record BookFeeJob(Guid Order) : IJob
{
    private const decimal FeeRate = 0.05m;
    private const long FixedFee = 50;

    public void Run(Transaction transaction)
    {
        var order = transaction.World.Orders[Order];
        var booked = OrderRules.Save(transaction, order with
        {
            PlatformFee = Rounding.HalfAwayFromZero(order.Due * FeeRate) + FixedFee,
            PlatformFeeCurrency = "usd",
        });
        OrderRules.Publish(transaction, booked, "order.updated");
        transaction.Raise(new OrderBooked(booked, IsCharged: true));
    }
}

/// <summary>The buyer gets a letter about a paid order, and with it an invoice where there is a name and an address to put on it.</summary>
internal sealed record ConfirmOrderJob(Guid Order) : IJob
{
    public void Run(Transaction transaction)
    {
        var order = transaction.World.Orders[Order];
        if (order is { BillingName: not null, BillingAddress: not null } && IsSent(transaction.World, order))
        {
            OrderDocuments.Invoice(transaction, order);
        }
    }

    private static bool IsSent(World world, OrderRow order)
    {
        var settings = world.Organizations[order.OrganizationId].Resource.CustomerEmailSettings;
        var isRenewal = order.BillingReason == OrderBillingReason.SubscriptionCycle;
        if (isRenewal && order.SubscriptionId is { } subscription && world.Subscriptions[subscription].Prices.All(PriceKinds.IsFree))
        {
            return false;
        }

        return isRenewal ? (order.IsAfterTrial ? settings.SubscriptionCycledAfterTrial : settings.SubscriptionCycled)
            : order.BillingReason == OrderBillingReason.Purchase ? settings.OrderConfirmation
            : order.BillingReason == OrderBillingReason.SubscriptionCreate ? settings.SubscriptionConfirmation
            : order.BillingReason == OrderBillingReason.SubscriptionUpdate ? settings.SubscriptionUpdated
            : settings.SubscriptionCycled;
    }
}

/// <summary>An invoice is made, unless one that says the same is there.</summary>
internal sealed record GenerateInvoiceJob(Guid Order) : IJob
{
    public void Run(Transaction transaction) => OrderDocuments.Invoice(transaction, transaction.World.Orders[Order]);
}

/// <summary>A receipt is made ready, also anew.</summary>
internal sealed record RenderReceiptJob(Guid Order) : IJob
{
    public void Run(Transaction transaction) =>
        OrderDocuments.Tell(transaction, transaction.Save(transaction.World.Orders[Order] with { IsReceiptRendered = true }), "order.receipt_generated");
}
