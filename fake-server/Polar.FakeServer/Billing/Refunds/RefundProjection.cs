using Polar.FakeServer.Billing.Disputes;
using Polar.FakeServer.Execution;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Refunds;

/// <summary>Refunds as the wire shows them.</summary>
internal static class RefundProjection
{
    public static Refund ToResource(World world, RefundRow row) => new()
    {
        CreatedAt = row.CreatedAt,
        ModifiedAt = row.ModifiedAt,
        Id = row.Id,
        Metadata = row.Metadata,
        Status = row.Status,
        Reason = row.Reason,
        Amount = row.Amount,
        TaxAmount = row.Tax,
        Currency = row.Currency,
        OrganizationId = row.OrganizationId,
        OrderId = row.OrderId,
        SubscriptionId = row.SubscriptionId,
        CustomerId = row.CustomerId,
        RevokeBenefits = row.RevokesBenefits,
        Dispute = row.DisputeId is { } id ? DisputeProjection.ToRefundDispute(world.Disputes[id]) : null,
    };
}
