using System.Text.Json.Nodes;
using Polar.FakeServer.Billing.Disputes;
using Polar.FakeServer.Billing.Orders;
using Polar.FakeServer.Billing.Payments;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Generated;
using Polar.FakeServer.Lists;
using Polar.FakeServer.Organizations;
using Polar.FakeServer.Simulation;
using Polar.FakeServer.Storage;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Refunds;

/// <summary>Refunds as the merchant sees and makes them.</summary>
internal sealed class RefundsOperations : IRefundsOperations
{
    private static readonly Failure s_revocation = new(
        400, "RevokeSubscriptionBenefitsProhibited", "Subscription benefits can only be revoked upon cancellation");

    public Outcome<ListResource<Refund>> List(Transaction transaction, RefundsListQuery query)
    {
        var world = transaction.World;
        return world.Refunds.Visible(transaction, query.OrganizationId)
            .WithIds(query.Id)
            .In(query.OrderId, RefundRow.ByOrder)
            .In(query.SubscriptionId, RefundRow.BySubscription)
            .OfCustomers(query.CustomerId)
            .OfExternalCustomers(transaction, query.ExternalCustomerId)
            .WhereIf(query.Succeeded, (row, succeeded) => row.Status == RefundStatus.Succeeded == succeeded)
            .Sorted(query.Sorting, RefundSortProperty.CreatedAtDescending, SortKey)
            .Page(query.Page, query.Limit, row => RefundProjection.ToResource(world, row));
    }

    public Outcome<Refund> Create(Transaction transaction, RefundCreate body)
    {
        var world = transaction.World;
        if (world.Orders.Visible(transaction, body.OrderId) is not { } order)
        {
            return Failure.Invalid(RequestError.Value("Order not found", JsonValue.Create(body.OrderId.ToString()), "order_id"));
        }

        if (order.AreRefundsBlocked || !world.Organizations[order.OrganizationId].Resource.Capabilities.Refunds)
        {
            return new Failure(403, "RefundsBlocked", $"Refunds are blocked for order: {order.Id}");
        }

        if (order.Status == OrderStatus.Refunded)
        {
            return AlreadyRefunded(order);
        }

        if (body.RevokeBenefits == true && order.SubscriptionId is not null)
        {
            return s_revocation;
        }

        if (body.Amount > order.Refundable)
        {
            return Failure.Invalid(RequestError.Value("Refund amount exceeds refundable amount", JsonValue.Create(body.Amount), "amount"));
        }

        var payment = world.Payments.Of(order.OrganizationId, PaymentRow.ByOrder, order.Id)
            .LastOrDefault(row => row.Resource.Status == PaymentStatus.Succeeded);
        if (payment is null)
        {
            return new Failure(404, "RefundUnknownPayment", $"Refund issued for unknown order: {order.Id}");
        }

        if (world.Disputes.Of(order.OrganizationId, DisputeRow.ByOrder, order.Id).Any(dispute => dispute.BlocksRefunds))
        {
            return new Failure(403, "RefundDisputedPayment", $"Refund cannot be issued for order with disputed payment: {order.Id}");
        }

        // The processor is asked for the sum, and the parts are read from the sum that it reports.
        var split = RefundSplit.OfTotal(order, RefundSplit.OfNet(order, body.Amount).Total);
        var refund = RefundRules.Add(transaction, new RefundRow
        {
            Id = transaction.NewId(),
            OrganizationId = order.OrganizationId,
            CreatedAt = transaction.Now,
            Status = payment.CardToken is { } card && CardTokens.RefundsSlowly(card) ? RefundStatus.Pending : RefundStatus.Succeeded,
            Reason = body.Reason,
            Amount = split.Amount,
            Tax = split.Tax,
            Currency = order.Currency,
            OrderId = order.Id,
            PaymentId = payment.Id,
            SubscriptionId = order.SubscriptionId,
            CustomerId = order.CustomerId,
            RevokesBenefits = body.RevokeBenefits == true,
            Comment = body.Comment,
            Metadata = body.Metadata.OrEmpty(),
        });
        transaction.Enqueue(new RefundReportJob(refund.Id));
        return RefundProjection.ToResource(transaction.World, refund);
    }

    private static Failure AlreadyRefunded(OrderRow order) => new(403, "RefundedAlready", $"Order is already fully refunded: {order.Id}");

    private static Func<RefundRow, IComparable?> SortKey(string key) => key switch
    {
        "amount" => row => row.Amount,
        _ => row => row.CreatedAt,
    };
}
