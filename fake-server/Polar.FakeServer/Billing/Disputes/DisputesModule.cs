using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Generated;
using Polar.FakeServer.Identity;
using Polar.FakeServer.Registration;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Disputes;

/// <summary>Disputes.</summary>
internal sealed class DisputesModule : IModule
{
    /// <inheritdoc/>
    public void Register(ModuleBuilder module) => module
        .Handle<IDisputesOperations>(new DisputesOperations())
        .Inspect(static () => ResourceKind.Of<DisputeRow, Dispute>(
            "Disputes",
            (transaction, row) => DisputeProjection.ToResource(transaction.World, row),
            (world, row) => CustomerLabel.Of(world, row.CustomerId),
            ("Amount", (_, row) => Currencies.Format(row.Amount + row.Tax, row.Currency)),
            ("Status", (_, row) => row.Status.Value),
            ("Reason", (_, row) => row.Reason)))
        .Access("disputes:", Permission.ViewSales, Permission.ManageSales);
}
