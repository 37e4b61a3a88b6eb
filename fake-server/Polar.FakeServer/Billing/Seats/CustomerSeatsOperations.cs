using Polar.FakeServer.Execution;
using Polar.FakeServer.Generated;
using Polar.FakeServer.Lists;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Seats;

/// <summary>Seats as merchants give and take them, and as the invited claim them.</summary>
internal sealed class CustomerSeatsOperations : ICustomerSeatsOperations
{
    public Outcome<CustomerSeat> AssignSeat(Transaction transaction, SeatAssign body) =>
        SeatContainer.Find(transaction, body.SubscriptionId, body.OrderId)
            .Then(container => SeatAssignment.Of(body).Apply(transaction, container))
            .Then<CustomerSeat>(seat => CustomerSeatProjection.ToResource(transaction.World, seat));

    public Outcome<SeatsList> ListSeats(Transaction transaction, CustomerSeatsListSeatsQuery query) =>
        List(transaction, query.SubscriptionId, query.OrderId);

    public Outcome<CustomerSeat> RevokeSeat(Transaction transaction, Guid seatId) =>
        transaction.World.CustomerSeats.Visible(transaction, seatId) is { } seat
            ? CustomerSeatRules.Revoke(transaction, seat)
            : SeatFailures.NotFound;

    public Outcome<CustomerSeat> ResendInvitation(Transaction transaction, Guid seatId) =>
        transaction.World.CustomerSeats.Visible(transaction, seatId) is { } seat
            ? SeatInvitations.Resend(transaction, seat).Then<CustomerSeat>(sent => CustomerSeatProjection.ToResource(transaction.World, sent))
            : SeatFailures.NotFound;

    public Outcome<SeatClaimInfo> GetClaimInfo(Transaction transaction, string invitationToken) =>
        SeatInvitations.Describe(transaction, invitationToken);

    public Outcome<CustomerSeatClaimResponse> ClaimSeat(Transaction transaction, SeatClaim body) =>
        SeatInvitations.Accept(transaction, body.InvitationToken);

    /// <summary>The seats of what the caller names and may see.</summary>
    public static Outcome<SeatsList> List(Transaction transaction, Guid? subscription, Guid? order) =>
        SeatContainer.Find(transaction, subscription, order).Then<SeatsList>(container =>
            container.FeatureFault(transaction.World) is { } disabled
                ? disabled
                : CustomerSeatProjection.ToList(transaction.World, container));
}
