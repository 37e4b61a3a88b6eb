using Polar.FakeServer.Customers;
using Polar.FakeServer.Customers.Members;
using Polar.FakeServer.Generated;
using Polar.FakeServer.Identity;
using Polar.FakeServer.Lists;
using Polar.FakeServer.Registration;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Seats;

/// <summary>Seats of what customers bought seats of.</summary>
internal sealed class SeatsModule : IModule
{
    /// <inheritdoc/>
    public void Register(ModuleBuilder module) => module
        .Handle<ICustomerSeatsOperations>(new CustomerSeatsOperations())
        .Route(SeatClaimStream.Route)
        .Inspect(static () => ResourceKind.Of<CustomerSeatRow, CustomerSeat>(
            "Seats",
            (transaction, row) => CustomerSeatProjection.ToResource(transaction.World, row),
            (world, row) => CustomerSeatProjection.EmailOf(world, row),
            ("Status", (_, row) => row.Status.Value)))
        .Access("customer-seats:assign_seat", Permission.ViewSales, null)
        .Access("customer-seats:list_seats", Permission.ViewSales, null)
        .Secret("customer-seats:claim_seat", "invitation_token")
        .Secret("customer-seats:get_claim_info", "invitation_token")
        .Body("SeatAssign", new SeatAssignRule(["subscription_id", "order_id"], "subscription_id or order_id"))
        .Body(
            "CustomerSeatAssign",
            new SeatAssignRule(["subscription_id", "order_id", "checkout_id"], "subscription_id, order_id, or checkout_id"))
        .On<MemberEmailChanged>((transaction, changed) => CustomerSeatRules.Readdress(transaction, changed.Member))
        .On<MemberDeleted>((transaction, deleted) =>
            transaction.Enqueue(new RevokeSeatsOfMemberJob(deleted.Member.OrganizationId, deleted.Member.Id)))
        .On<CustomerDeleted>((transaction, deleted) => CustomerSeatRules.RevokeAll(
            transaction, transaction.World.CustomerSeats.OfCustomer(deleted.Customer.OrganizationId, deleted.Customer.Id)));
}
