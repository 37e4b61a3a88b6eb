using Polar.FakeServer.Customers;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Lists;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Seats;

/// <summary>Seats as the wire shows them; never with what they are claimed with.</summary>
internal static class CustomerSeatProjection
{
    public static CustomerSeat ToResource(World world, CustomerSeatRow row) =>
        ToResource(row, row.MemberId is { } id ? world.Members.Find(id)?.Resource : null, EmailOf(world, row));

    /// <summary>A seat that has just been revoked: it still shows who had it, though no more by id.</summary>
    public static CustomerSeat ToRevoked(World world, CustomerSeatRow before, CustomerSeatRow after)
    {
        var member = before.MemberId is { } id ? world.Members.Find(id)?.Resource : null;
        return ToResource(after, member, member?.Email ?? EmailOf(world, before with { Email = null }));
    }

    /// <summary>All seats of a subscription or an order, and how many there are and are left.</summary>
    public static SeatsList ToList(World world, SeatContainer container) => new()
    {
        Seats = world.CustomerSeats.Of(container.OrganizationId, CustomerSeatRow.ByContainer, container.Id)
            .Select(seat => ToResource(world, seat))
            .ToValueList(),
        AvailableSeats = container.Available(world),
        TotalSeats = container.Total,
    };

    /// <summary>The address of who has a seat: the seat's own, the member's, or the customer's.</summary>
    public static string? EmailOf(World world, CustomerSeatRow row) =>
        row.Email
        ?? (row.MemberId is { } member ? world.Members.Find(member)?.Resource.Email : null)
        ?? (row.CustomerId is { } customer ? world.Customers[customer].Email : null);

    private static CustomerSeat ToResource(CustomerSeatRow row, Member? member, string? email) => new()
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
        CustomerEmail = email,
        InvitationTokenExpiresAt = row.InvitationExpiresAt,
        ClaimedAt = row.ClaimedAt,
        RevokedAt = row.RevokedAt,
        SeatMetadata = row.Metadata,
    };
}
