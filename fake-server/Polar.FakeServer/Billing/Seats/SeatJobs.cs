using Polar.FakeServer.Execution;

namespace Polar.FakeServer.Billing.Seats;

/// <summary>A member is gone, and so are its seats.</summary>
internal sealed record RevokeSeatsOfMemberJob(Guid Organization, Guid Member) : IJob
{
    public void Run(Transaction transaction) => CustomerSeatRules.RevokeAll(
        transaction, transaction.World.CustomerSeats.Of(Organization, CustomerSeatRow.ByMember, Member));
}
