using Polar.FakeServer.Catalog.CustomFields;
using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Generated;
using Polar.FakeServer.Http;
using Polar.FakeServer.Identity;
using Polar.FakeServer.Registration;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Orders;

/// <summary>Orders.</summary>
internal sealed class OrdersModule : IModule
{
    /// <inheritdoc/>
    public void Register(ModuleBuilder module) => module
        .Handle<IOrdersOperations>(new OrdersOperations())
        .Inspect(static () => ResourceKind.Of<OrderRow, Order>(
            "Orders",
            (transaction, row) => OrderProjection.ToResource(transaction.World, row),
            (_, row) => row.InvoiceNumber ?? "Draft",
            ("Customer", (world, row) => CustomerLabel.Of(world, row.CustomerId)),
            ("For", OrderProjection.Description),
            ("Status", (_, row) => row.Status.Value),
            ("Total", (_, row) => Currencies.Format(row.Total, row.Currency)),
            ("Reason", (_, row) => row.BillingReason.Value)))
        .WritesOnGet("orders:receipt")
        .Access("orders:", Permission.ViewSales, Permission.ManageSales)
        .Require("orders:update", Stage.BeforeValidation, RowPrecondition.Check<OrderRow>)
        .Require("orders:finalize", Stage.BeforeValidation, RowPrecondition.Check<OrderRow>)
        .On<CustomFieldRenamed>(Rename);

    private static void Rename(Transaction transaction, CustomFieldRenamed renamed)
    {
        foreach (var row in transaction.World.Orders.Of(renamed.Organization).ToArray())
        {
            if (CustomFieldAnswers.Renamed(row.CustomFieldData, renamed) is { } answers)
            {
                transaction.Save(row with { CustomFieldData = answers });
            }
        }
    }
}
