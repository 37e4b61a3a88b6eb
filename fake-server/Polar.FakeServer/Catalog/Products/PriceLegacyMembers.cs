using Polar.FakeServer.Generated;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Catalog.Products;

/// <summary>What prices are still sent with from the time when each said whether it was charged once or again and again.</summary>
internal static class PriceLegacyMembers
{
    public static void Write(ResourceWriter writer, ProductPrice price)
    {
        var interval = writer.World.Products.Find(price.ProductId)?.Resource.RecurringInterval;
        writer.Name("type").Value(interval is null ? "one_time" : "recurring");
        writer.Name("recurring_interval").Value(interval);
    }

    public static void WriteSeatBased(ResourceWriter writer, ProductPriceSeatBased price)
    {
        Write(writer, price);
        writer.Name("price_per_seat").Value(price.SeatTiers.Tiers[0].PricePerSeat);
    }
}
