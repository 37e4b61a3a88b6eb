using System.Globalization;
using Polar.FakeServer.Billing.Payments;
using Polar.FakeServer.Billing.Refunds;
using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Documents;
using Polar.FakeServer.Execution;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Orders;

/// <summary>Invoices and receipts as files that a person can read.</summary>
internal static class OrderPdf
{
    private const double Right = PdfPaper.Width - PdfPaper.Margin;
    private const double Line = 15;

    private static readonly string[] s_seller = ["Polar Software, Inc.", "548 Market St PMB 61301", "San Francisco, CA 94104", "United States"];

    public static byte[] Invoice(World world, OrderRow order)
    {
        using var paper = Begin("Invoice", order.InvoiceNumber!, world, order);
        Amounts(paper, order);
        if (order.AppliedBalance != 0)
        {
            Amount(paper, "Applied balance", order.AppliedBalance, order.Currency);
            Amount(paper, "To be paid", order.Due, order.Currency);
        }

        return End(paper);
    }

    public static byte[] Receipt(World world, OrderRow order)
    {
        using var paper = Begin("Receipt", order.ReceiptNumber!, world, order);
        Amounts(paper, order);
        foreach (var payment in world.Payments.Of(order.OrganizationId, PaymentRow.ByOrder, order.Id)
            .Where(row => row.Resource.Status == PaymentStatus.Succeeded))
        {
            var card = payment.Resource.MethodMetadata;
            Amount(paper, $"Paid {Day(payment.CreatedAt)} with {Capital(card.Brand)} — {card.Last4}", payment.Resource.Amount, order.Currency);
        }

        foreach (var refund in world.Refunds.Of(order.OrganizationId, RefundRow.ByOrder, order.Id).Where(row => row.Status == RefundStatus.Succeeded))
        {
            Amount(paper, $"Refunded {Day(refund.CreatedAt)}", -refund.Total, order.Currency);
        }

        return End(paper);
    }

    private static PdfPaper Begin(string kind, string number, World world, OrderRow order)
    {
        var paper = new PdfPaper($"{kind} {number}");
        paper.Move(14);
        paper.Write(kind, PdfPaper.Margin, 24);
        paper.Move(30);
        Pair(paper, "Number", number);
        Pair(paper, "Date of issue", Day(order.CreatedAt));
        paper.Move(20);
        var buyer = Buyer(world, order).ToArray();
        for (var row = 0; row < Math.Max(s_seller.Length, buyer.Length + 1); row++)
        {
            if (row < s_seller.Length)
            {
                paper.Write(s_seller[row], PdfPaper.Margin, isFaint: row > 0);
            }

            if (row == 0)
            {
                paper.Write("Billed to", 320, isFaint: true);
            }
            else if (row <= buyer.Length)
            {
                paper.Write(buyer[row - 1], 320);
            }

            paper.Move(Line);
        }

        paper.Move(24);
        Head(paper);
        foreach (var item in order.Items)
        {
            paper.Write("1", 400, isRight: true);
            paper.Write(Currencies.Format(item.Amount, order.Currency), Right, isRight: true);
            foreach (var line in Lines(item.Label))
            {
                paper.Write(line, PdfPaper.Margin);
                paper.Move(Line);
            }

            paper.Move(3);
        }

        paper.Rule();
        paper.Move(Line + 3);
        return paper;
    }

    private static void Head(PdfPaper paper)
    {
        paper.Write("Description", PdfPaper.Margin, isFaint: true);
        paper.Write("Quantity", 400, isRight: true, isFaint: true);
        paper.Write("Amount", Right, isRight: true, isFaint: true);
        paper.Move(7);
        paper.Rule();
        paper.Move(Line + 3);
    }

    private static void Amounts(PdfPaper paper, OrderRow order)
    {
        Amount(paper, "Subtotal", order.Subtotal, order.Currency);
        if (order.Discount != 0)
        {
            Amount(paper, "Discount", -order.Discount, order.Currency);
        }

        if (order.Tax != 0)
        {
            Amount(paper, "Total excluding tax", order.Net, order.Currency);
            Amount(paper, "Tax", order.Tax, order.Currency);
        }

        Amount(paper, "Total", order.Total, order.Currency);
    }

    private static byte[] End(PdfPaper paper)
    {
        paper.Move(30);
        paper.Write("A fake Polar made this document for tests. Nobody owes or has paid anything.", PdfPaper.Margin, 8, isFaint: true);
        return paper.ToBytes();
    }

    private static IEnumerable<string> Buyer(World world, OrderRow order)
    {
        var customer = world.Customers[order.CustomerId];
        var address = order.BillingAddress;
        var town = string.Join(' ', new[] { address?.PostalCode, address?.City }.OfType<string>());
        var lines = new[]
        {
            order.BillingName ?? customer.Resource.Name ?? customer.Email,
            address?.Line1,
            address?.Line2,
            town.Length > 0 ? town : null,
            address?.State,
            address?.Country.Value,
            customer.Resource.TaxId is [var number, ..] ? $"Tax ID {number}" : null,
        };
        return lines.OfType<string>();
    }

    private static void Pair(PdfPaper paper, string name, string value)
    {
        paper.Write(name, PdfPaper.Margin, isFaint: true);
        paper.Write(value, 150);
        paper.Move(Line);
    }

    private static void Amount(PdfPaper paper, string name, long amount, string currency)
    {
        paper.Write(name, 320);
        paper.Write(Currencies.Format(amount, currency), Right, isRight: true);
        paper.Move(Line);
    }

    private static string Day(DateTimeOffset day) => day.ToString("MMMM d, yyyy", CultureInfo.InvariantCulture);

    private static string Capital(string? word) => string.IsNullOrEmpty(word) ? "card" : char.ToUpperInvariant(word[0]) + word[1..];

    /// <summary>A text in lines that leave room for the amount; a word that is longer than a line is cut.</summary>
    private static List<string> Lines(string text)
    {
        const int Longest = 52;
        var lines = new List<string>();
        foreach (var word in text.Split(' ').SelectMany(word => word.Chunk(Longest)).Select(part => new string(part)))
        {
            if (lines is [.., var last] && last.Length + 1 + word.Length <= Longest)
            {
                lines[^1] = $"{last} {word}";
            }
            else
            {
                lines.Add(word);
            }
        }

        return lines is [] ? [""] : lines;
    }
}
