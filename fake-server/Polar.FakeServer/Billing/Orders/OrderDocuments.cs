using Polar.FakeServer.Catalog.Files;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Execution;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Orders;

/// <summary>An address, where there is one already.</summary>
internal readonly record struct DocumentUrl(string? Text);

/// <summary>Invoices and receipts: when they are made, and where they are. The files themselves are drawn when somebody opens them.</summary>
internal static class OrderDocuments
{
    private static readonly TimeSpan s_lifetime = TimeSpan.FromMinutes(10);

    /// <summary>Has an invoice made behind this step.</summary>
    public static Outcome<Nothing> RequestInvoice(Transaction transaction, OrderRow order)
    {
        if (order.Status == OrderStatus.Draft || order.Status == OrderStatus.Void)
        {
            return new Failure(
                409,
                "OrderNotEligibleForInvoice",
                $"Order {order.Id} is not eligible for invoice generation (current status: {order.Status.Value}).");
        }

        if (order.BillingName is null || order.BillingAddress is null)
        {
            return new Failure(422, "MissingInvoiceBillingDetails", "Billing name and address are required to generate an invoice for this order.");
        }

        if (order.InvoicedDetails != Details(transaction.World, order))
        {
            transaction.Enqueue(new GenerateInvoiceJob(order.Id));
        }

        return default(Nothing);
    }

    /// <summary>Makes an order's invoice, unless the one that it has says the same.</summary>
    public static void Invoice(Transaction transaction, OrderRow order)
    {
        var details = Details(transaction.World, order);
        if (order.InvoicedDetails != details)
        {
            Tell(transaction, order, "order.invoice_generated");
            OrderRules.Publish(transaction, OrderRules.Save(transaction, order with { InvoicedDetails = details }), "order.updated");
        }
    }

    /// <summary>Tells the customer's pages that a document is there, or is another one.</summary>
    public static void Tell(Transaction transaction, OrderRow order, string key) =>
        transaction.Notify(new PageNotice(order.CustomerId, key, ("order_id", order.Id.ToString())));

    public static Outcome<string> InvoiceUrl(Transaction transaction, OrderRow order) => order.IsInvoiceGenerated
        ? Url(transaction, order, $"Invoice-{order.InvoiceNumber}.pdf")
        : new Failure(404, "InvoiceDoesNotExist", $"No invoice exists for order {order.Id}.");

    /// <summary>The receipt's address; none yet where it has to be made first, which this asks for.</summary>
    public static Outcome<DocumentUrl> ReceiptUrl(Transaction transaction, OrderRow order)
    {
        if (order.ReceiptNumber is null)
        {
            return new Failure(404, "ReceiptNotAllocated", $"No receipt allocated for order {order.Id}.");
        }

        if (order.IsReceiptRendered)
        {
            return new DocumentUrl(Url(transaction, order, $"Receipt-{order.ReceiptNumber}.pdf"));
        }

        transaction.Enqueue(new RenderReceiptJob(order.Id));
        return new DocumentUrl(null);
    }

    /// <summary>Finds the document that an address leads to, and draws it; null where there is none.</summary>
    public static byte[]? Draw(World world, ObjectKey key)
    {
        var parts = key.Path.Split('/');
        if (parts.Length != 3 || !Guid.TryParse(parts[1], out var id) || world.Orders.Find(id) is not { } order || $"{order.OrganizationId}" != parts[0])
        {
            return null;
        }

        return parts[2] == $"Invoice-{order.InvoiceNumber}.pdf" && order.IsInvoiceGenerated ? OrderPdf.Invoice(world, order)
            : parts[2] == $"Receipt-{order.ReceiptNumber}.pdf" && order.IsReceiptRendered ? OrderPdf.Receipt(world, order)
            : null;
    }

    private static string Url(Transaction transaction, OrderRow order, string name) => FileUrls.Document(
        transaction, new ObjectKey(FileStorage.DocumentBucket, $"{order.OrganizationId}/{order.Id}/{name}"), name, s_lifetime);

    /// <summary>What an invoice says of the buyer: another invoice is made only where something of it is different.</summary>
    private static string Details(World world, OrderRow order)
    {
        var customer = world.Customers[order.CustomerId].Resource;
        var address = order.BillingAddress;
        return string.Join(
            '\n',
            order.BillingName,
            address?.Line1,
            address?.Line2,
            address?.PostalCode,
            address?.City,
            address?.State,
            address?.Country.Value,
            customer.TaxId is [var number, ..] ? number : null,
            customer.Locale);
    }
}
