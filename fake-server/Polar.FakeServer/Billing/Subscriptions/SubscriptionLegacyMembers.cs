using Polar.FakeServer.Customers;
using Polar.FakeServer.Generated;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Subscriptions;

/// <summary>What subscriptions are still sent with: the one price that each had once, and the customer as a user.</summary>
internal static class SubscriptionLegacyMembers
{
    public static void Write(ResourceWriter writer, Subscription subscription)
    {
        WritePrice(writer, subscription.Id, subscription.Prices);
        var customer = subscription.Customer;
        UserLegacyMembers.Write(writer, customer.Id, customer.Email, customer.Name, customer.AvatarUrl, withGitHub: true);
    }

    public static void WriteInPortal(ResourceWriter writer, CustomerSubscription subscription)
    {
        WritePrice(writer, subscription.Id, subscription.Prices);
        UserLegacyMembers.WriteId(writer, subscription.CustomerId);
    }

    /// <summary>Within an order.</summary>
    public static void WriteInOrder(ResourceWriter writer, Guid id, Guid customer)
    {
        WritePriceId(writer, id);
        UserLegacyMembers.WriteId(writer, customer);
    }

    /// <summary>All that is left within a customer's state.</summary>
    public static void WritePriceId(ResourceWriter writer, Guid id) =>
        writer.Name("price_id").Value(writer.World.Subscriptions.Find(id)?.Prices.FirstOrDefault()?.Id);

    private static void WritePrice(ResourceWriter writer, Guid id, ValueList<ProductPriceOrLegacy> prices)
    {
        WritePriceId(writer, id);
        if (prices is [var price, ..])
        {
            writer.Name("price");
            writer.Write(price);
        }
    }
}
