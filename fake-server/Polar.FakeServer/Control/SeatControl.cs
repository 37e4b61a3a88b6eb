using Polar.FakeServer.Billing.Seats;
using Polar.FakeServer.Execution;

namespace Polar.FakeServer.Control;

/// <summary>What a test learns about a seat, whether it asks in-process or over HTTP.</summary>
internal static class SeatControl
{
    /// <summary>A seat with its invitation; null where there is none.</summary>
    public static FakeSeat? Find(World world, FakeSettings settings, Guid id) => world.CustomerSeats.Find(id) is not { } seat
        ? null
        : new FakeSeat
        {
            Id = seat.Id,
            Status = seat.Status,
            Email = CustomerSeatProjection.EmailOf(world, seat),
            InvitationToken = seat.InvitationToken,
            InvitationExpiresAt = seat.InvitationExpiresAt,
            InvitationLink = SeatInvitations.Link(world, settings.BaseAddress, seat),
        };
}
