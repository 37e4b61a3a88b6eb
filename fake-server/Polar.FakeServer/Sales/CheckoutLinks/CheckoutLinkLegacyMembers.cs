using Polar.FakeServer.Generated;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Sales.CheckoutLinks;

/// <summary>What checkout links are still sent with: the one product, with one price, that each had once.</summary>
internal static class CheckoutLinkLegacyMembers
{
    public static void Write(ResourceWriter writer, CheckoutLink link)
    {
        var product = link.Products.Count > 0 ? link.Products[0] : null;
        var price = product?.Prices is [var first, ..] ? first : null;
        writer.Name("product_id").Value(product?.Id);
        writer.Name("product_price_id").Value(price?.Id);
        writer.Name("product");
        if (product is null)
        {
            writer.Json.WriteNullValue();
        }
        else
        {
            writer.Write(product);
        }

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
