using System.Globalization;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Organizations;

namespace Polar.FakeServer.Billing.Orders;

/// <summary>The numbers of invoices and receipts: each customer's own, without gaps.</summary>
internal static class OrderNumbers
{
    /// <summary>The order with the customer's next invoice number.</summary>
    public static OrderRow WithInvoiceNumber(Transaction transaction, OrderRow order)
    {
        var customer = transaction.World.Customers[order.CustomerId];
        var number = customer.Invoices + 1;
        var prefix = transaction.World.Organizations[order.OrganizationId].InvoicePrefix;
        transaction.Save(customer with { Invoices = number });
        return order with { InvoiceNumber = Format(prefix, customer, number) };
    }

    /// <summary>The order with the customer's next receipt number.</summary>
    public static OrderRow WithReceiptNumber(Transaction transaction, OrderRow order)
    {
        var customer = transaction.World.Customers[order.CustomerId];
        var number = customer.Receipts + 1;
        transaction.Save(customer with { Receipts = number });
        return order with { ReceiptNumber = Format("RCPT", customer, number) };
    }

    private static string Format(string prefix, CustomerRow customer, long number) =>
        string.Create(CultureInfo.InvariantCulture, $"{prefix}-{customer.ShortId}-{number:0000}");
}
