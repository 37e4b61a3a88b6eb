using Polar.FakeServer.Billing.Orders;
using Polar.FakeServer.Billing.Payments;
using Polar.FakeServer.Billing.Refunds;
using Polar.FakeServer.Billing.Subscriptions;
using Polar.FakeServer.Entitlements.Grants;
using Polar.FakeServer.Execution;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Disputes;

/// <summary>How disputes begin, and what their end brings.</summary>
internal static class DisputeRules
{
    /// <summary>What the card's processor charges the merchant for a dispute, whoever wins it, in cents of US dollars.</summary>
    public const long Fee = 1500;

    /// <summary>How long a merchant has to answer.</summary>
    private static readonly TimeSpan s_response = TimeSpan.FromDays(7);

    /// <summary>A customer's bank disputes a payment.</summary>
    /// <param name="transaction">The step.</param>
    /// <param name="order">The order that was paid for.</param>
    /// <param name="payment">The payment.</param>
    /// <param name="status">Where it begins: an early warning, or a response that is needed.</param>
    /// <param name="total">How much of the payment, tax included; null for what is left of it.</param>
    /// <param name="reason">The card network's word for why.</param>
    public static DisputeRow Raise(
        Transaction transaction, OrderRow order, PaymentRow payment, DisputeStatus status, long? total, string? reason)
    {
        var split = RefundSplit.OfTotal(order, total ?? order.Refundable + order.RefundableTax);
        var needsResponse = status == DisputeStatus.NeedsResponse;
        var row = transaction.Save(new DisputeRow
        {
            Id = transaction.NewId(),
            OrganizationId = order.OrganizationId,
            CreatedAt = transaction.Now,
            Status = status,
            Amount = split.Amount,
            Tax = split.Tax,
            Currency = order.Currency,
            Reason = reason,
            EvidenceDueBy = needsResponse ? transaction.Now + s_response : null,
            OrderId = order.Id,
            PaymentId = payment.Id,
            CustomerId = order.CustomerId,
            CaseId = needsResponse ? transaction.NewId() : null,
            WasWarned = status == DisputeStatus.EarlyWarning,
        });
        AutoAcceptJob.Plan(transaction, row);
        return row;
    }

    /// <summary>Whether a dispute of one status may come to another.</summary>
    public static bool CanAdvance(DisputeStatus from, DisputeStatus to) => (from.Value, to.Value) switch
    {
        (DisputeStatus.Values.EarlyWarning, DisputeStatus.Values.Prevented or DisputeStatus.Values.NeedsResponse) => true,
        (DisputeStatus.Values.NeedsResponse, DisputeStatus.Values.UnderReview or DisputeStatus.Values.Won or DisputeStatus.Values.Lost) => true,
        (DisputeStatus.Values.UnderReview, DisputeStatus.Values.Won or DisputeStatus.Values.Lost) => true,
        (DisputeStatus.Values.Prevented, DisputeStatus.Values.NeedsResponse) => true,
        _ => false,
    };

    /// <summary>
    /// The bank, the merchant or the network has decided. Whoever wins: what was paid for ends. A dispute that is prevented gives the money back as
    /// a refund; one that comes back all the same undoes it.
    /// </summary>
    public static DisputeRow Advance(Transaction transaction, DisputeRow before, DisputeStatus status)
    {
        var row = transaction.Save(before with
        {
            Status = status,
            ModifiedAt = transaction.Now,
            EvidenceDueBy = status == DisputeStatus.NeedsResponse ? transaction.Now + s_response : before.EvidenceDueBy,
            CaseId = before.CaseId ?? (status == DisputeStatus.NeedsResponse ? transaction.NewId() : null),
        });
        if (status == DisputeStatus.Prevented)
        {
            Refund(transaction, row);
            End(transaction, row);
        }
        else if (row.IsResolved)
        {
            transaction.Raise(new DisputeBooked(row));
            End(transaction, row);
        }
        else if (before.Status == DisputeStatus.Prevented)
        {
            TakeBack(transaction, row);
        }

        return row;
    }

    private static void Refund(Transaction transaction, DisputeRow row) => RefundRules.Add(transaction, new RefundRow
    {
        Id = transaction.NewId(),
        OrganizationId = row.OrganizationId,
        CreatedAt = transaction.Now,
        Status = RefundStatus.Succeeded,
        Reason = RefundReason.DisputePrevention,
        Amount = row.Amount,
        Tax = row.Tax,
        Currency = row.Currency,
        OrderId = row.OrderId,
        PaymentId = row.PaymentId,
        CustomerId = row.CustomerId,
        RevokesBenefits = true,
        DisputeId = row.Id,
        Metadata = ValueMap<JsonScalar>.Empty,
    });

    private static void TakeBack(Transaction transaction, DisputeRow row)
    {
        foreach (var refund in transaction.World.Refunds.Of(row.OrganizationId, RefundRow.ByOrder, row.OrderId)
            .Where(refund => refund.DisputeId == row.Id && refund.Status == RefundStatus.Succeeded).ToArray())
        {
            RefundRules.Settle(transaction, refund, RefundStatus.Failed);
        }
    }

    private static void End(Transaction transaction, DisputeRow row)
    {
        var order = transaction.World.Orders[row.OrderId];
        if (order.SubscriptionId is { } id)
        {
            if (transaction.World.Subscriptions.Find(id) is { EndedAt: null } subscription)
            {
                SubscriptionRules.Revoke(transaction, subscription);
            }
        }
        else if (order.ProductId is { } product)
        {
            GrantPlanner.Revoke(transaction, new GrantScope(order.CustomerId, product, null, order.Id));
        }
    }
}
