using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Registration;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Customers;

/// <summary>What customers have by everything that they bought.</summary>
internal sealed class CustomerStatesModule : IModule
{
    /// <inheritdoc/>
    public void Register(ModuleBuilder module) => module
        .Answer<StateOfCustomer, CustomerState>((world, question) => CustomerStates.Of(world, question.Customer))
        .On<ProductBenefitsChanged>((transaction, changed) => PurchasedBenefits.ProductChanged(transaction, changed.Product));
}
