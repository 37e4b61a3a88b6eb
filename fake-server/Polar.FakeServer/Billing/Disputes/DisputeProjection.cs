using Polar.FakeServer.Customers;
using Polar.FakeServer.Execution;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Disputes;

/// <summary>Disputes as the wire shows them.</summary>
internal static class DisputeProjection
{
    public static Dispute ToResource(World world, DisputeRow row)
    {
        var customer = world.Customers[row.CustomerId].Resource;
        return new Dispute
        {
            CreatedAt = row.CreatedAt,
            ModifiedAt = row.ModifiedAt,
            Id = row.Id,
            Status = row.Status,
            Resolved = row.IsResolved,
            Closed = row.IsClosed,
            Amount = row.Amount,
            TaxAmount = row.Tax,
            Currency = row.Currency,
            Reason = row.Reason,
            EvidenceDueBy = row.EvidenceDueBy,
            PastDue = false,
            OrderId = row.OrderId,
            PaymentId = row.PaymentId,
            Customer = new DisputeCustomer
            {
                Id = customer.Id,
                CreatedAt = customer.CreatedAt,
                ModifiedAt = customer.ModifiedAt,
                Metadata = customer.Metadata,
                ExternalId = customer.ExternalId,
                Email = world.Customers[row.CustomerId].Email,
                EmailVerified = customer.EmailVerified,
                Type = new CustomerType(customer is CustomerTeam ? CustomerType.Values.Team : CustomerType.Values.Individual),
                Name = customer.Name,
                BillingName = customer.BillingName,
                BillingAddress = customer.BillingAddress,
                TaxId = customer.TaxId,
                Locale = customer.Locale,
                OrganizationId = customer.OrganizationId,
                DefaultPaymentMethodId = customer.DefaultPaymentMethodId,
                DeletedAt = customer.DeletedAt,
                FirstUserEventAt = customer.FirstUserEventAt,
                AvatarUrl = customer.AvatarUrl,
            },
            CaseId = row.CaseId,
        };
    }

    /// <summary>The dispute within the refund that prevented it.</summary>
    public static RefundDispute ToRefundDispute(DisputeRow row) => new()
    {
        CreatedAt = row.CreatedAt,
        ModifiedAt = row.ModifiedAt,
        Id = row.Id,
        Status = row.Status,
        Resolved = row.IsResolved,
        Closed = row.IsClosed,
        Amount = row.Amount,
        TaxAmount = row.Tax,
        Currency = row.Currency,
        Reason = row.Reason,
        EvidenceDueBy = row.EvidenceDueBy,
        PastDue = false,
        OrderId = row.OrderId,
        PaymentId = row.PaymentId,
    };
}
