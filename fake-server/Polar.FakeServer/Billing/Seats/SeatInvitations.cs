using System.Buffers.Text;
using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Customers.Members;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Mail;
using Polar.FakeServer.Organizations;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Seats;

/// <summary>Invitations to seats: how they are sent, sent again, looked at, and accepted.</summary>
internal static class SeatInvitations
{
    private const int TokenBytes = 32;

    private static readonly TimeSpan s_lifetime = TimeSpan.FromDays(1);

    private static readonly Failure s_noOrganization = new(404, "ResourceNotFound", "Organization not found");

    /// <summary>Invites who is to have the seat.</summary>
    public static CustomerSeatRow Invite(Transaction transaction, SeatContainer container, CustomerSeatRow seat)
    {
        var invited = transaction.Save(seat with
        {
            Status = SeatStatus.Pending,
            ClaimedAt = null,
            InvitationToken = Base64Url.EncodeToString(transaction.Random.Bytes(TokenBytes)),
            InvitationExpiresAt = transaction.Now + s_lifetime,
        });
        if (invited.Email is { } email)
        {
            Send(transaction, container, invited, email);
        }

        transaction.Publish(seat.OrganizationId, "customer_seat.assigned", world => CustomerSeatProjection.ToResource(world, invited));
        return invited;
    }

    /// <summary>Sends the same invitation again; it lasts no longer than it did.</summary>
    public static Outcome<CustomerSeatRow> Resend(Transaction transaction, CustomerSeatRow seat)
    {
        var container = SeatContainer.Of(transaction.World, seat);
        if (container.FeatureFault(transaction.World) is { } disabled)
        {
            return disabled;
        }

        if (!seat.IsPending)
        {
            return SeatFailures.NotPending;
        }

        if (seat.InvitationToken is null || CustomerSeatProjection.EmailOf(transaction.World, seat) is not { } email)
        {
            return SeatFailures.InvalidToken;
        }

        Send(transaction, container, seat, email);
        return seat;
    }

    /// <summary>What an invitation is for.</summary>
    public static Outcome<SeatClaimInfo> Describe(Transaction transaction, string token)
    {
        var world = transaction.World;
        if (Find(transaction, token) is not { } seat)
        {
            return SeatFailures.UnknownToken;
        }

        var container = SeatContainer.Of(world, seat);
        if (container.FeatureFault(world) is { } disabled)
        {
            return disabled;
        }

        var organization = world.Organizations[seat.OrganizationId];
        var product = world.Products[container.ProductId!.Value].Resource;
        return organization.MayAuthenticate
            ? new SeatClaimInfo
            {
                ProductName = product.Name,
                ProductId = product.Id,
                OrganizationName = organization.Resource.Name,
                OrganizationSlug = organization.Resource.Slug,
                CustomerEmail = CustomerSeatProjection.EmailOf(world, seat) ?? "",
                CanClaim = seat.IsPending,
            }
            : s_noOrganization;
    }

    /// <summary>Accepts an invitation: the seat is claimed, and a session in the portal begins.</summary>
    public static Outcome<CustomerSeatClaimResponse> Accept(Transaction transaction, string token)
    {
        if (Find(transaction, token) is not { } seat)
        {
            return SeatFailures.InvalidToken;
        }

        var container = SeatContainer.Of(transaction.World, seat);
        if (container.FeatureFault(transaction.World) is { } disabled)
        {
            return disabled;
        }

        if (Session(transaction, seat) is not { } session)
        {
            return SeatFailures.InvalidToken;
        }

        var opened = session.Begin(transaction);
        var claimed = CustomerSeatRules.Claim(transaction, container, seat with { ModifiedAt = transaction.Now });
        return new CustomerSeatClaimResponse
        {
            Seat = CustomerSeatProjection.ToResource(transaction.World, claimed),
            CustomerSessionToken = opened,
        };
    }

    /// <summary>Where a seat is claimed in the portal; null where nobody is invited.</summary>
    public static string? Link(World world, string address, CustomerSeatRow seat) => seat.InvitationToken is { } token
        ? $"{address}/{world.Organizations[seat.OrganizationId].Resource.Slug}/portal/claim?token={token}"
        : null;

    /// <summary>The seat that a token is for, while it is of use.</summary>
    public static CustomerSeatRow? Find(Transaction transaction, string token) =>
        transaction.World.CustomerSeats.Find(CustomerSeatRow.ByToken, token) is { IsPending: true } seat
        && !(seat.InvitationExpiresAt < transaction.Now)
            ? seat
            : null;

    /// <summary>A session of the member who has the seat, or of the customer where nobody is a member.</summary>
    private static SessionToken? Session(Transaction transaction, CustomerSeatRow seat)
    {
        var world = transaction.World;
        return seat.CustomerId is not { } id || world.Customers.Find(id) is not { IsDeleted: false } ? null
            : seat.MemberId is { } member && world.Members.Find(member) is { IsDeleted: false } row ? CustomerTokens.OfMember(transaction, row)
            : CustomerTokens.OfCustomer(transaction, seat.OrganizationId, id);
    }

    private static void Send(Transaction transaction, SeatContainer container, CustomerSeatRow seat, string email)
    {
        var product = transaction.World.Products[container.ProductId!.Value].Resource;
        transaction.SendEmail(new EmailDraft
        {
            OrganizationId = seat.OrganizationId,
            To = email,
            Kind = "seat_invitation",
            Subject = $"You've been invited to access {product.Name}",
            Token = seat.InvitationToken,
            Link = Link(transaction.World, transaction.Settings.BaseAddress, seat),
        });
    }
}
