using Polar.FakeServer.Billing.Subscriptions;
using Polar.FakeServer.Catalog.Discounts;
using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Lists;
using Polar.FakeServer.Simulation;
using Polar.FakeServer.Generated;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Orders;

/// <summary>Orders as the wire shows them.</summary>
internal static class OrderProjection
{
    /// <summary>What the order is for, in a word.</summary>
    public static string Description(World world, OrderRow row) =>
        row.ProductId is { } product ? world.Products[product].Resource.Name : row.Items[0].Label;

    public static Order ToResource(World world, OrderRow row)
    {
        var product = row.ProductId is { } id ? world.Products[id] : null;
        return new Order
        {
            Id = row.Id,
            CreatedAt = row.CreatedAt,
            ModifiedAt = row.ModifiedAt,
            Status = row.Status,
            Paid = row.IsPaid,
            SubtotalAmount = row.Subtotal,
            DiscountAmount = row.Discount,
            NetAmount = row.Net,
            TaxAmount = row.Tax,
            TotalAmount = row.Total,
            AppliedBalanceAmount = row.AppliedBalance,
            DueAmount = row.Due,
            RefundedAmount = row.Refunded,
            RefundedTaxAmount = row.RefundedTax,
            Currency = row.Currency,
            BillingReason = row.BillingReason,
            BillingName = row.BillingName,
            BillingAddress = row.BillingAddress,
            InvoiceNumber = row.InvoiceNumber,
            IsInvoiceGenerated = row.IsInvoiceGenerated,
            ReceiptNumber = row.ReceiptNumber,
            Seats = row.Seats,
            CustomerId = row.CustomerId,
            ProductId = row.ProductId,
            DiscountId = row.DiscountId,
            SubscriptionId = row.SubscriptionId,
            CheckoutId = row.CheckoutId,
            NextPaymentAttemptAt = row.NextPaymentAttemptAt,
            Metadata = row.Metadata,
            CustomFieldData = row.CustomFieldData,
            PlatformFeeAmount = row.PlatformFee,
            PlatformFeeCurrency = row.PlatformFeeCurrency,
            Customer = ToCustomer(world.Customers[row.CustomerId]),
            Product = product is null ? null : ProductProjection.ShowInOrder(world, product),
            Discount = DiscountProjection.ShowWithin(world, row.DiscountId),
            Subscription = row.SubscriptionId is { } subscription
                ? SubscriptionProjection.ToResource(world, world.Subscriptions[subscription]).ToOrderSubscription()
                : null,
            Items = row.Items.ToValueList(),
            Description = Description(world, row),
            RefundableAmount = row.Refundable,
            RefundableTaxAmount = row.RefundableTax,
            Units = row.Units,
        };
    }

    private static OrderCustomer ToCustomer(CustomerRow row) => row.Resource.ToOrderCustomer(row.Email);
}
