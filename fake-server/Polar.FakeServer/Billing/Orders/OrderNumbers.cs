using System.Globalization;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Organizations;

namespace Polar.FakeServer.Billing.Orders;

/// <summary>The numbers of invoices and receipts: each customer's own, without gaps; of invoices the organization's, where Polar has set that.</summary>
internal static class OrderNumbers
{
    /// <summary>The order with the next invoice number.</summary>
    public static OrderRow WithInvoiceNumber(Transaction transaction, OrderRow order)
    {
        var organization = transaction.World.Organizations[order.OrganizationId];
        if (organization.NumbersInvoicesTogether)
        {
            var next = transaction.Save(organization with { Invoices = organization.Invoices + 1 }).Invoices;
            return order with { InvoiceNumber = string.Create(CultureInfo.InvariantCulture, $"{organization.InvoicePrefix}-{next:0000}") };
        }

        var customer = transaction.World.Customers[order.CustomerId];
        var number = customer.Invoices + 1;
        transaction.Save(customer with { Invoices = number });
        return order with { InvoiceNumber = Format(organization.InvoicePrefix, customer, number) };
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
