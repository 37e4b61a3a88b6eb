using Polar.FakeServer.Catalog.Meters;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Generated;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Catalog.Products;

/// <summary>The meters that metered prices show.</summary>
internal static class PriceMeters
{
    /// <summary>The price with its meter as it is called now.</summary>
    public static ProductPrice Current(World world, ProductPrice price) => price switch
    {
        ProductPriceMeteredUnit unit => unit with { Meter = world.Meters[unit.MeterId].Resource.ToProductPriceMeter() },
        ProductPriceMeteredTiers tiers => tiers with { Meter = world.Meters[tiers.MeterId].Resource.ToProductPriceMeter() },
        _ => price,
    };

    /// <summary>Has all products show a meter as it is called now.</summary>
    public static void Rename(Transaction transaction, MeterChanged changed)
    {
        var meter = changed.Meter;
        foreach (var product in transaction.World.Products.Of(meter.OrganizationId, ProductRow.ByMeter, meter.Id).ToArray())
        {
            transaction.Save(product with { Prices = product.Prices.ConvertAll(price => Current(transaction.World, price)) });
        }
    }
}
