using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Generated;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Orders;

/// <summary>What orders are still sent with: amounts under their old names, one price, and the customer as a user.</summary>
internal static class OrderLegacyMembers
{
    public static void Write(ResourceWriter writer, Order order)
    {
        Write(writer, order.NetAmount, order.AppliedBalanceAmount, order.ProductId, order.Items);
        var customer = order.Customer;
        UserLegacyMembers.Write(writer, customer.Id, customer.Email, customer.Name, customer.AvatarUrl, withGitHub: true);
    }

    public static void WriteInPortal(ResourceWriter writer, CustomerOrder order)
    {
        Write(writer, order.NetAmount, order.AppliedBalanceAmount, order.ProductId, order.Items);
        UserLegacyMembers.WriteId(writer, order.CustomerId);
    }

    private static void Write(ResourceWriter writer, long netAmount, long appliedBalance, Guid? productId, ValueList<OrderItemSchema> items)
    {
        writer.Name("amount").Value(netAmount);
        writer.Name("from_balance_amount").Value(appliedBalance);
        var id = items.Select(item => item.ProductPriceId).FirstOrDefault(price => price is not null);
        var price = productId is { } product && id is not null ? writer.World.Products[product].Prices.Find(candidate => candidate.Id == id) : null;
        writer.Name("product_price_id").Value(price?.Id);
        writer.Name("product_price");
        if (price is null)
        {
            writer.Json.WriteNullValue();
        }
        else
        {
            writer.Write(price);
        }
    }
}
