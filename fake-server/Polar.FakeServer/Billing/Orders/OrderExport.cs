using System.Globalization;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Lists;
using Polar.FakeServer.Time;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Orders;

/// <summary>Orders as comma-separated values.</summary>
internal static class OrderExport
{
    private static readonly (string Name, string Header)[] s_columns =
    [
        ("email", "Email"),
        ("created_at", "Created At"),
        ("product", "Product"),
        ("net_amount", "Net Amount"),
        ("currency", "Currency"),
        ("status", "Status"),
        ("invoice_number", "Invoice number"),
        ("customer_name", "Customer Name"),
        ("billing_name", "Billing Name"),
        ("billing_country", "Billing Country"),
        ("subtotal_amount", "Subtotal"),
        ("discount_amount", "Discount"),
        ("tax_amount", "Tax"),
        ("total_amount", "Total"),
        ("refunded_amount", "Refunded Amount"),
        ("billing_reason", "Billing Reason"),
    ];

    private static readonly string[] s_usual = ["email", "created_at", "product", "net_amount", "currency", "status", "invoice_number"];

    /// <summary>The rows as text.</summary>
    /// <param name="world">The world.</param>
    /// <param name="rows">The orders, in the order of the file.</param>
    /// <param name="columns">Which columns, in this order; null for the usual ones.</param>
    /// <param name="zone">The zone that times are written in.</param>
    public static string Write(World world, IEnumerable<OrderRow> rows, IReadOnlyList<string>? columns, TimeZoneInfo zone)
    {
        var chosen = columns ?? s_usual;
        return Csv.Write(
            chosen.Select(column => Array.Find(s_columns, known => known.Name == column).Header),
            rows.Select(row => chosen.Select(column => Field(world, row, column, zone))));
    }

    private static string? Field(World world, OrderRow row, string column, TimeZoneInfo zone)
    {
        var customer = world.Customers[row.CustomerId];
        return column switch
        {
            "email" => customer.Email,
            "created_at" => IsoInstant.In(row.CreatedAt, zone),
            "product" => OrderProjection.Description(world, row),
            "net_amount" => Amount(row.Net),
            "currency" => row.Currency,
            "status" => row.Status.Value,
            "invoice_number" => row.InvoiceNumber,
            "customer_name" => customer.Resource.Name,
            "billing_name" => row.BillingName,
            "billing_country" => row.BillingAddress?.Country.Value,
            "subtotal_amount" => Amount(row.Subtotal),
            "discount_amount" => Amount(row.Discount),
            "tax_amount" => Amount(row.Tax),
            "total_amount" => Amount(row.Total),
            "refunded_amount" => Amount(row.Refunded),
            _ => row.BillingReason.Value,
        };
    }

    /// <summary>Always in hundredths, whatever the currency, and always with a decimal, as Python writes floats.</summary>
    private static string Amount(long amount)
    {
        var text = (amount / 100.0).ToString("R", CultureInfo.InvariantCulture);
        return text.Contains('.', StringComparison.Ordinal) || text.Contains('E', StringComparison.Ordinal) ? text : text + ".0";
    }
}
