using Polar.FakeServer.Customers;
using Polar.FakeServer.Execution;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Seats;

/// <summary>Seats as the wire shows them.</summary>
internal static class CustomerSeatProjection
{
    public static CustomerSeat ToResource(World world, CustomerSeatRow row)
    {
        var member = row.MemberId is { } id ? world.Members.Find(id)?.Resource : null;
        return new CustomerSeat
        {
            CreatedAt = row.CreatedAt,
            ModifiedAt = row.ModifiedAt,
            Id = row.Id,
            SubscriptionId = row.SubscriptionId,
            OrderId = row.OrderId,
            Status = row.Status,
            CustomerId = row.CustomerId,
            MemberId = row.MemberId,
            Member = member,
            Email = row.Email,
            CustomerEmail = row.Email ?? member?.Email ?? (row.CustomerId is { } customer ? world.Customers[customer].Email : null),
            InvitationTokenExpiresAt = null,
            ClaimedAt = row.ClaimedAt,
            RevokedAt = row.RevokedAt,
            SeatMetadata = ValueMap<RawJson>.Empty,
        };
    }
}
