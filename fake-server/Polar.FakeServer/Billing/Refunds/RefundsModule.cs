using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Generated;
using Polar.FakeServer.Identity;
using Polar.FakeServer.Registration;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Refunds;

/// <summary>Refunds.</summary>
internal sealed class RefundsModule : IModule
{
    /// <inheritdoc/>
    public void Register(ModuleBuilder module) => module
        .Handle<IRefundsOperations>(new RefundsOperations())
        .Inspect(static () => ResourceKind.Of<RefundRow, Refund>(
            "Refunds",
            (transaction, row) => RefundProjection.ToResource(transaction.World, row),
            (world, row) => CustomerLabel.Of(world, row.CustomerId),
            ("Amount", (_, row) => Currencies.Format(row.Total, row.Currency)),
            ("Status", (_, row) => row.Status.Value),
            ("Reason", (_, row) => row.Reason.Value)))
        .Access("refunds:", Permission.ViewSales, Permission.ManageSales);
}
