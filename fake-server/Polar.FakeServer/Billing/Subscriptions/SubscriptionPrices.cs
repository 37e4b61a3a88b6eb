using System.Collections.Immutable;
using Polar.FakeServer.Catalog.Products;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Subscriptions;

/// <summary>The prices that subscriptions go by.</summary>
internal static class SubscriptionPrices
{
    /// <summary>Those of a product that a subscription can go by: none in another currency.</summary>
    public static ImmutableList<ProductPrice> Of(ProductRow product, string currency) =>
        [.. product.ActivePrices.Where(price => price.PriceCurrency == currency)];

    /// <summary>The subscription with what its prices come to.</summary>
    public static SubscriptionRow Priced(SubscriptionRow row) => row with
    {
        Amount = row.Prices.Where(PriceKinds.IsStatic).Sum(price => PriceKinds.Amount(price, row.ChosenAmount, row.Seats, row.Units)),
    };

    /// <summary>The subscription on a product's prices.</summary>
    public static SubscriptionRow OnProduct(SubscriptionRow row, ProductRow product, ImmutableList<ProductPrice> prices) => Priced(row with
    {
        ProductId = product.Id,
        Prices = prices,
        ChosenAmount = null,
        Interval = product.Resource.RecurringInterval!.Value,
        IntervalCount = product.Resource.RecurringIntervalCount ?? 1,
        MeterInterval = product.Resource.MeterInterval,
        MeterIntervalCount = product.Resource.MeterIntervalCount,
    });

    /// <summary>Whether a product has other periods than the subscription.</summary>
    public static bool IsIntervalChanged(SubscriptionRow row, ProductRow product) =>
        product.Resource.RecurringInterval != row.Interval || (product.Resource.RecurringIntervalCount ?? 1) != row.IntervalCount;
}
