using Polar.FakeServer.Billing.Orders;
using Polar.FakeServer.Billing.Seats;
using Polar.FakeServer.Billing.Subscriptions;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Generated;
using Polar.FakeServer.Lists;
using Polar.FakeServer.Storage;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Portal;

/// <summary>Seats as those give and take them who pay for them, and as those see them who sit there.</summary>
internal sealed class PortalSeatsOperations : ICustomerPortalSeatsOperations
{
    private static readonly Failure s_nothingBought = new(404, "ResourceNotFound", "No subscription or order found for this checkout");

    public Outcome<SeatsList> ListSeats(Transaction transaction, CustomerPortalSeatsListSeatsQuery query) =>
        CustomerSeatsOperations.List(transaction, query.SubscriptionId, query.OrderId);

    public Outcome<CustomerSeat> AssignSeat(Transaction transaction, CustomerSeatAssign body) =>
        (body.CheckoutId is { } checkout ? Bought(transaction, checkout) : SeatContainer.Find(transaction, body.SubscriptionId, body.OrderId))
            .Then(container => SeatAssignment.Of(body).Apply(transaction, container))
            .Then<CustomerSeat>(seat => CustomerSeatProjection.ToResource(transaction.World, seat));

    public Outcome<CustomerSeat> RevokeSeat(Transaction transaction, Guid seatId) =>
        Find(transaction, seatId).Then(seat => CustomerSeatRules.Revoke(transaction, seat));

    public Outcome<CustomerSeat> ResendInvitation(Transaction transaction, Guid seatId) =>
        Find(transaction, seatId)
            .Then(seat => SeatInvitations.Resend(transaction, seat))
            .Then<CustomerSeat>(seat => CustomerSeatProjection.ToResource(transaction.World, seat));

    public Outcome<ListResource<CustomerSubscription>> ListClaimedSubscriptions(
        Transaction transaction, CustomerPortalSeatsListClaimedSubscriptionsQuery query)
    {
        // A customer's own session finds a subscription by each of its seats: they count one by one, and the subscription is shown once a page.
        var world = transaction.World;
        var window = new PageWindow(query.Page, query.Limit);
        var claimed = Own(transaction).Where(seat => seat.IsClaimed && seat.SubscriptionId is not null).ToArray();
        var shown = claimed
            .Take((int)Math.Min(window.End, claimed.Length))
            .Skip((int)Math.Min(window.Start, claimed.Length))
            .Select(seat => seat.SubscriptionId!.Value)
            .Distinct()
            .Select(id => PortalSubscriptionProjection.ToResource(world, world.Subscriptions[id]));
        return window.ToResource([.. shown], claimed.Length);
    }

    /// <summary>The seats of the member, or, in the session of a customer, of the customer.</summary>
    private static IReadOnlyList<CustomerSeatRow> Own(Transaction transaction)
    {
        var (seats, caller) = (transaction.World.CustomerSeats, transaction.Caller);
        return caller.Member is { } member
            ? seats.Of(transaction.Organizations, CustomerSeatRow.ByMember, [member])
            : seats.Of(transaction.Organizations, Table<CustomerSeatRow>.ByOwner, [caller.Customer!.Value]);
    }

    /// <summary>A seat of what the session's customer has bought, whoever sits there.</summary>
    private static Outcome<CustomerSeatRow> Find(Transaction transaction, Guid id) =>
        transaction.World.CustomerSeats.Find(id) is { } seat && SeatContainer.Of(transaction.World, seat).IsVisibleTo(transaction)
            ? seat
            : SeatFailures.NotFound;

    /// <summary>What came of a checkout: its subscription, else its first order.</summary>
    private static Outcome<SeatContainer> Bought(Transaction transaction, Guid checkout)
    {
        var (world, organizations) = (transaction.World, transaction.Organizations);
        return world.Subscriptions.Of(organizations, SubscriptionRow.ByCheckout, [checkout]).FirstOrDefault(transaction.CanSee) is { } subscription
                ? SeatContainer.Of(subscription)
            : world.Orders.Of(organizations, OrderRow.ByCheckout, [checkout]).FirstOrDefault(transaction.CanSee) is { } order
                ? SeatContainer.Of(order)
            : s_nothingBought;
    }
}
