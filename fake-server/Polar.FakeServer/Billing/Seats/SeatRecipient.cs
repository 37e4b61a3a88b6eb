using Polar.FakeServer.Customers;
using Polar.FakeServer.Customers.Members;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Lists;
using Polar.FakeServer.Organizations;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Seats;

/// <summary>Who gets a seat.</summary>
/// <param name="CustomerId">The buyer; without the member model the person's own customer.</param>
/// <param name="Member">The person, as a member of the buyer; null for a customer without an address.</param>
/// <param name="Email">The person's address.</param>
internal sealed record SeatRecipient(Guid CustomerId, MemberRow? Member, string? Email)
{
    /// <summary>Finds who is meant, and adds whoever is new.</summary>
    public static Outcome<SeatRecipient> Find(Transaction transaction, SeatContainer container, SeatAssignment asked) =>
        transaction.World.Organizations[container.OrganizationId].HasMemberModel || asked.MemberId is not null || asked.ExternalMemberId is not null
            ? FindMember(transaction, container, asked)
            : FindCustomer(transaction, container, asked);

    private static Outcome<SeatRecipient> FindMember(Transaction transaction, SeatContainer container, SeatAssignment asked)
    {
        var email = asked.Email;
        if (asked.CustomerId is not null || asked.ExternalCustomerId is not null)
        {
            if (Named(transaction.World, container.OrganizationId, asked) is not { } customer)
            {
                return SeatFailures.UnknownCustomer;
            }

            email ??= customer.Email;
        }

        return FindMember(transaction, container, asked, email).Then<SeatRecipient>(member =>
            HasSeat(transaction.World, container, member)
                ? SeatFailures.AlreadyAssigned(member.Resource.Email)
                : new SeatRecipient(container.CustomerId, member, member.Resource.Email));
    }

    private static Outcome<MemberRow> FindMember(Transaction transaction, SeatContainer container, SeatAssignment asked, string? email)
    {
        if (asked.MemberId is { } id)
        {
            return MemberRules.Of(transaction.World, container.CustomerId, id) is { } named ? named : SeatFailures.NoMember(id.ToString());
        }

        if (asked.ExternalMemberId is { } externalId)
        {
            return ByExternalId(transaction, container, externalId, email);
        }

        return string.IsNullOrEmpty(email)
            ? SeatFailures.NobodyNamed
            : MemberRules.GetOrAdd(transaction, container.OrganizationId, container.CustomerId, email);
    }

    /// <summary>The member that the merchant calls so; whoever has the address is called so from now on.</summary>
    private static Outcome<MemberRow> ByExternalId(Transaction transaction, SeatContainer container, string externalId, string? email)
    {
        if (MemberRules.ByExternalId(transaction.World, container.OrganizationId, container.CustomerId, externalId) is { } known)
        {
            return string.IsNullOrEmpty(email) || string.Equals(known.Resource.Email, email, StringComparison.OrdinalIgnoreCase)
                ? known
                : SeatFailures.OtherEmail(externalId, email);
        }

        if (string.IsNullOrEmpty(email))
        {
            return SeatFailures.NoMember(externalId);
        }

        var member = MemberRules.GetOrAdd(transaction, container.OrganizationId, container.CustomerId, email);
        return member.Resource.ExternalId is null
            ? transaction.Save(member with { Resource = member.Resource with { ExternalId = externalId, ModifiedAt = transaction.Now } })
            : SeatFailures.OtherEmail(externalId, email);
    }

    /// <summary>Without the member model a person is a customer, and a member of the buyer besides.</summary>
    private static Outcome<SeatRecipient> FindCustomer(Transaction transaction, SeatContainer container, SeatAssignment asked)
    {
        var world = transaction.World;
        var found = asked.Email is { } email
            ? CustomerRules.ByEmail(world, container.OrganizationId, email) ?? CustomerRules.AddPerson(transaction, container.OrganizationId, email)
            : Named(world, container.OrganizationId, asked);
        var called = asked.Email ?? asked.ExternalCustomerId ?? asked.CustomerId?.ToString() ?? "";
        if (found is not { } customer)
        {
            return SeatFailures.NoCustomer(called);
        }

        if (world.CustomerSeats.OfCustomer(container.OrganizationId, customer.Id).Any(seat => seat.ContainerId == container.Id))
        {
            return SeatFailures.AlreadyAssigned(called);
        }

        var member = customer.Email is { } own
            ? MemberRules.GetOrAdd(transaction, container.OrganizationId, container.CustomerId, own)
            : null;
        return new SeatRecipient(customer.Id, member, customer.Email);
    }

    private static CustomerRow? Named(World world, Guid organization, SeatAssignment asked) => asked switch
    {
        { CustomerId: { } id } => world.Customers.Find(id) is { IsDeleted: false } row && row.OrganizationId == organization ? row : null,
        { ExternalCustomerId: { } externalId } => CustomerRules.ByExternalId(world, organization, externalId),
        _ => null,
    };

    private static bool HasSeat(World world, SeatContainer container, MemberRow member) =>
        world.CustomerSeats.Of(container.OrganizationId, CustomerSeatRow.ByMember, member.Id).Any(seat => seat.ContainerId == container.Id);
}
