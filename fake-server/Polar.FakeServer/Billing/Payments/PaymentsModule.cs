using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Generated;
using Polar.FakeServer.Identity;
using Polar.FakeServer.Registration;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Payments;

/// <summary>Payments.</summary>
internal sealed class PaymentsModule : IModule
{
    /// <inheritdoc/>
    public void Register(ModuleBuilder module) => module
        .Handle<IPaymentsOperations>(new PaymentsOperations())
        .Inspect(static () => ResourceKind.Of<PaymentRow, Payment>(
            "Payments",
            (_, row) => row.Resource,
            (world, row) => CustomerLabel.Of(world, row.CustomerId) ?? row.Email,
            ("Amount", (_, row) => Currencies.Format(row.Resource.Amount, row.Resource.Currency)),
            ("Status", (_, row) => row.Resource.Status.Value),
            ("Declined as", (_, row) => row.Resource.DeclineReason),
            ("Card", (_, row) => row.CardToken)))
        .Access("payments:", Permission.ViewSales, Permission.ManageSales);
}
