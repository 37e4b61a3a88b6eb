using Polar.FakeServer.Customers;
using Polar.FakeServer.Lists;
using Polar.FakeServer.Registration;

namespace Polar.FakeServer.Billing.Seats;

/// <summary>Seats of what customers bought seats of.</summary>
internal sealed class SeatsModule : IModule
{
    /// <inheritdoc/>
    public void Register(ModuleBuilder module) => module
        .On<CustomerDeleted>((transaction, deleted) => CustomerSeatRules.RevokeAll(
            transaction, transaction.World.CustomerSeats.OfCustomer(deleted.Customer.OrganizationId, deleted.Customer.Id)));
}
