using Polar.FakeServer.Billing.Orders;
using Polar.FakeServer.Billing.Subscriptions;
using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Entitlements.Grants;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Lists;
using Polar.FakeServer.Organizations;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Seats;

/// <summary>How seats are taken and lost with what they were bought by.</summary>
internal static class CustomerSeatRules
{
    /// <summary>
    /// Whoever buys seats on Polar's own page has one of them at once. Who has one by an earlier order of the product needs no other.
    /// </summary>
    public static void ClaimForBuyer(Transaction transaction, Purchase purchase, SubscriptionRow? subscription, OrderRow order)
    {
        var world = transaction.World;
        var customer = world.Customers[purchase.CustomerId];
        var container = subscription?.Id ?? order.Id;
        var seats = world.CustomerSeats.Of(purchase.OrganizationId, CustomerSeatRow.ByContainer, container).Where(seat => !seat.IsRevoked).ToArray();
        if (!purchase.ClaimsSeat
            || !world.Organizations[purchase.OrganizationId].SellsSeats
            || seats.Length >= purchase.Seats
            || (subscription is null && HasSeatByOrder(world, customer, purchase.Product.Id)))
        {
            return;
        }

        var member = Member(transaction, customer, customer.Email ?? purchase.Email!);
        if (Array.Exists(seats, seat => seat.MemberId == member?.Id))
        {
            return;
        }

        Claim(transaction, new CustomerSeatRow
        {
            Id = transaction.NewId(),
            OrganizationId = purchase.OrganizationId,
            CreatedAt = transaction.Now,
            SubscriptionId = subscription?.Id,
            OrderId = subscription is null ? order.Id : null,
            ProductId = purchase.Product.Id,
            Status = SeatStatus.Claimed,
            CustomerId = customer.Id,
            MemberId = member?.Id,
            Email = member?.Resource.Email,
            ClaimedAt = transaction.Now,
        });
    }

    /// <summary>Whoever goes over to a product with seats sits on the first of them, so that nothing is lost on the way.</summary>
    public static void ClaimForCustomer(Transaction transaction, SubscriptionRow subscription)
    {
        var customer = transaction.World.Customers[subscription.CustomerId];
        var member = customer.Email is { } email ? Member(transaction, customer, email) : null;
        Claim(transaction, new CustomerSeatRow
        {
            Id = transaction.NewId(),
            OrganizationId = subscription.OrganizationId,
            CreatedAt = transaction.Now,
            SubscriptionId = subscription.Id,
            ProductId = subscription.ProductId,
            Status = SeatStatus.Claimed,
            CustomerId = customer.Id,
            MemberId = member?.Id,
            Email = member?.Resource.Email,
            ClaimedAt = transaction.Now,
        });
    }

    private static void Claim(Transaction transaction, CustomerSeatRow seat)
    {
        transaction.Save(seat);
        GrantPlanner.Grant(transaction, seat.Scope);
        transaction.Publish(seat.OrganizationId, "customer_seat.claimed", world => CustomerSeatProjection.ToResource(world, seat));
    }

    /// <summary>A subscription is over, and so are its seats.</summary>
    public static void RevokeAll(Transaction transaction, SubscriptionRow subscription) => RevokeAll(
        transaction, transaction.World.CustomerSeats.Of(subscription.OrganizationId, CustomerSeatRow.ByContainer, subscription.Id));

    /// <summary>Seats are taken back, and what they gave.</summary>
    public static void RevokeAll(Transaction transaction, IEnumerable<CustomerSeatRow> seats)
    {
        foreach (var seat in seats.Where(seat => !seat.IsRevoked).ToArray())
        {
            GrantPlanner.Revoke(transaction, seat.Scope);
            var revoked = seat with
            {
                Status = SeatStatus.Revoked,
                RevokedAt = transaction.Now,
                ModifiedAt = transaction.Now,
                CustomerId = null,
                MemberId = null,
                Email = null,
            };
            transaction.Save(revoked);
            transaction.Publish(seat.OrganizationId, "customer_seat.revoked", world => CustomerSeatProjection.ToResource(world, revoked));
        }
    }

    /// <summary>The seats of a subscription or an order that somebody sits on.</summary>
    public static IEnumerable<CustomerSeatRow> ClaimedOf(World world, Guid organization, Guid container) =>
        world.CustomerSeats.Of(organization, CustomerSeatRow.ByContainer, container).Where(seat => seat.IsClaimed);

    private static bool HasSeatByOrder(World world, CustomerRow customer, Guid product) =>
        world.CustomerSeats.OfCustomer(customer.OrganizationId, customer.Id).Any(seat => seat.IsClaimed && seat.OrderId is not null && seat.ProductId == product);

    /// <summary>The buyer's member with that address, made where there is none; nobody is told of that. None where the organization does without members.</summary>
    private static MemberRow? Member(Transaction transaction, CustomerRow customer, string email)
    {
        if (transaction.World.Organizations[customer.OrganizationId].Resource.FeatureSettings?.MemberModelEnabled != true)
        {
            return null;
        }

        var known = transaction.World.Members.OfCustomer(customer.OrganizationId, customer.Id)
            .FirstOrDefault(member => string.Equals(member.Resource.Email, email, StringComparison.OrdinalIgnoreCase));
        if (known is not null)
        {
            return known;
        }

        var made = new MemberRow(
            new Member
            {
                Id = transaction.NewId(),
                CreatedAt = transaction.Now,
                ModifiedAt = null,
                CustomerId = customer.Id,
                Email = email,
                Name = null,
                ExternalId = null,
                Role = MemberRole.Member,
            },
            customer.OrganizationId);
        transaction.Save(made);
        return made;
    }
}
