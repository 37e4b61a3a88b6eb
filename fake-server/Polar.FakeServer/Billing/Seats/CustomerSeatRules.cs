using Polar.FakeServer.Billing.Orders;
using Polar.FakeServer.Billing.Subscriptions;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Entitlements.Grants;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Lists;
using Polar.FakeServer.Organizations;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Seats;

/// <summary>How seats are taken and lost, whoever asks for it.</summary>
internal static class CustomerSeatRules
{
    /// <summary>
    /// Whoever buys seats on Polar's own page has one of them at once. Who has one by an earlier order of the product needs no other. A purchase does
    /// not fail because this does.
    /// </summary>
    public static void ClaimForBuyer(Transaction transaction, Purchase purchase, SubscriptionRow? subscription, OrderRow order)
    {
        if (!purchase.ClaimsSeat || (subscription is null && HasSeatByOrder(transaction.World, purchase)))
        {
            return;
        }

        var container = subscription is null ? SeatContainer.Of(order) : SeatContainer.Of(subscription);
        var email = transaction.World.Customers[purchase.CustomerId].Email ?? purchase.Email;
        new SeatAssignment { Email = email, IsClaimed = true }.Apply(transaction, container);
    }

    /// <summary>Whoever goes over to a product with seats sits on the first of them, so that nothing is lost on the way.</summary>
    /// <returns>Why nobody can sit there; null where somebody does.</returns>
    public static Failure? ClaimForCustomer(Transaction transaction, SubscriptionRow subscription) =>
        new SeatAssignment { CustomerId = subscription.CustomerId, IsClaimed = true }
            .Apply(transaction, SeatContainer.Of(subscription))
            .Failure;

    /// <summary>Somebody sits down: the benefits come, and everybody is told.</summary>
    public static CustomerSeatRow Claim(Transaction transaction, SeatContainer container, CustomerSeatRow seat)
    {
        var claimed = transaction.Save(seat with { Status = SeatStatus.Claimed, ClaimedAt = transaction.Now, InvitationToken = null });
        GrantPlanner.Grant(transaction, container.ScopeOf(claimed));
        if (claimed.CustomerId is { } customer)
        {
            transaction.Notify(new PageNotice(
                customer,
                "customer_seat.claimed",
                ("seat_id", claimed.Id.ToString()),
                ("subscription_id", claimed.SubscriptionId?.ToString()),
                ("order_id", claimed.OrderId?.ToString()),
                ("product_id", container.ProductId?.ToString())));
        }

        transaction.Publish(seat.OrganizationId, "customer_seat.claimed", world => CustomerSeatProjection.ToResource(world, claimed));
        return claimed;
    }

    /// <summary>A seat is taken back, and what it gave; one that was already stays as it is.</summary>
    public static Outcome<CustomerSeat> Revoke(Transaction transaction, CustomerSeatRow seat)
    {
        if (SeatContainer.Of(transaction.World, seat).FeatureFault(transaction.World) is { } disabled)
        {
            return disabled;
        }

        if (seat.IsRevoked)
        {
            return CustomerSeatProjection.ToResource(transaction.World, seat);
        }

        var revoked = TakeBack(transaction, seat);
        return CustomerSeatProjection.ToRevoked(transaction.World, seat, revoked);
    }

    /// <summary>A subscription is over, and so are its seats.</summary>
    public static void RevokeAll(Transaction transaction, SubscriptionRow subscription) => RevokeAll(
        transaction, transaction.World.CustomerSeats.Of(subscription.OrganizationId, CustomerSeatRow.ByContainerInUse, subscription.Id));

    /// <summary>Seats are taken back, and what they gave.</summary>
    public static void RevokeAll(Transaction transaction, IEnumerable<CustomerSeatRow> seats)
    {
        foreach (var seat in seats.Where(seat => !seat.IsRevoked).ToArray())
        {
            TakeBack(transaction, seat);
        }
    }

    /// <summary>Seats follow the address of who has them.</summary>
    public static void Readdress(Transaction transaction, MemberRow member)
    {
        foreach (var seat in transaction.World.CustomerSeats.Of(member.OrganizationId, CustomerSeatRow.ByMember, member.Id).ToArray())
        {
            transaction.Save(seat with { Email = member.Resource.Email, ModifiedAt = transaction.Now });
        }
    }

    /// <summary>The seats of a subscription or an order that somebody sits on.</summary>
    public static IEnumerable<CustomerSeatRow> ClaimedOf(World world, SeatContainer container) =>
        world.CustomerSeats.Of(container.OrganizationId, CustomerSeatRow.ByContainerInUse, container.Id).Where(seat => seat.IsClaimed);

    private static CustomerSeatRow TakeBack(Transaction transaction, CustomerSeatRow seat)
    {
        GrantPlanner.Revoke(transaction, SeatContainer.Of(transaction.World, seat).ScopeOf(seat));
        var revoked = transaction.Save(seat with
        {
            Status = SeatStatus.Revoked,
            RevokedAt = transaction.Now,
            ModifiedAt = transaction.Now,
            InvitationToken = null,
            CustomerId = null,
            MemberId = null,
            Email = null,
        });
        transaction.Publish(seat.OrganizationId, "customer_seat.revoked", world => CustomerSeatProjection.ToRevoked(world, seat, revoked));
        return revoked;
    }

    private static bool HasSeatByOrder(World world, Purchase purchase) =>
        world.CustomerSeats.OfCustomer(purchase.OrganizationId, purchase.CustomerId)
            .Any(seat => seat.IsClaimed && seat.OrderId is { } order && world.Orders[order].ProductId == purchase.Product.Id);
}
