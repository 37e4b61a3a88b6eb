using Polar.FakeServer.Customers;
using Polar.FakeServer.Execution;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Seats;

/// <summary>Whom a seat is given to, and how.</summary>
internal sealed record SeatAssignment
{
    public string? Email { get; init; }

    public Guid? CustomerId { get; init; }

    public string? ExternalCustomerId { get; init; }

    public Guid? MemberId { get; init; }

    public string? ExternalMemberId { get; init; }

    public ValueMap<RawJson> Metadata { get; init; } = ValueMap<RawJson>.Empty;

    /// <summary>Whether the seat is claimed at once, without an invitation.</summary>
    public bool IsClaimed { get; init; }

    public static SeatAssignment Of(SeatAssign body) => new()
    {
        Email = body.Email,
        CustomerId = body.CustomerId,
        ExternalCustomerId = body.ExternalCustomerId,
        MemberId = body.MemberId,
        ExternalMemberId = body.ExternalMemberId,
        Metadata = body.Metadata ?? ValueMap<RawJson>.Empty,
        IsClaimed = body.ImmediateClaim == true,
    };

    public static SeatAssignment Of(CustomerSeatAssign body) => new()
    {
        Email = body.Email,
        CustomerId = body.CustomerId,
        ExternalCustomerId = body.ExternalCustomerId,
        MemberId = body.MemberId,
        ExternalMemberId = body.ExternalMemberId,
        Metadata = body.Metadata ?? ValueMap<RawJson>.Empty,
        IsClaimed = body.ImmediateClaim == true,
    };

    /// <summary>Gives a seat, in the order in which Polar looks at what may be against it.</summary>
    public Outcome<CustomerSeatRow> Apply(Transaction transaction, SeatContainer container) =>
        Fault(transaction.World, container) is { } fault
            ? fault
            : SeatRecipient.Find(transaction, container, this).Then<CustomerSeatRow>(recipient => Give(transaction, container, recipient));

    private static Failure? Fault(World world, SeatContainer container) =>
        container.ProductId is null ? SeatFailures.NoProduct
        : container.FeatureFault(world) is { } disabled ? disabled
        : container.IsUnpaid ? SeatFailures.Unpaid
        : container.Available(world) == 0 ? SeatFailures.NoneLeft(container.Id)
        : null;

    /// <summary>Gives the seat that somebody lost before, where there is one, and a new one otherwise.</summary>
    private CustomerSeatRow Give(Transaction transaction, SeatContainer container, SeatRecipient recipient)
    {
        var reused = transaction.World.CustomerSeats.Find(container.OrganizationId, CustomerSeatRow.ByContainerRevoked, container.Id);
        var seat = (reused ?? New(transaction, container)) with
        {
            ModifiedAt = reused is null ? null : transaction.Now,
            CustomerId = recipient.CustomerId,
            MemberId = recipient.Member?.Id,
            Email = recipient.Email,
            Metadata = Metadata,
            RevokedAt = null,
        };
        return IsClaimed
            ? CustomerSeatRules.Claim(transaction, container, seat with { InvitationExpiresAt = null })
            : SeatInvitations.Invite(transaction, container, seat);
    }

    private static CustomerSeatRow New(Transaction transaction, SeatContainer container) => new()
    {
        Id = transaction.NewId(),
        OrganizationId = container.OrganizationId,
        CreatedAt = transaction.Now,
        SubscriptionId = container.Subscription?.Id,
        OrderId = container.Order?.Id,
        Status = SeatStatus.Pending,
    };
}
