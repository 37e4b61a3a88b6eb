using System.Text.Json.Nodes;
using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Generated;
using Polar.FakeServer.Organizations;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Catalog.Discounts;

/// <summary>Discounts as the wire shows them: whole, without their products where they are part of something, and to buyers.</summary>
internal static class DiscountProjection
{
    public static Discount ToResource(World world, DiscountRow row) => ToResource(
        world,
        row,
        row.Products.Select(world.Products.Find).OfType<ProductRow>()
            .Select(product => ProductProjection.ToResource(world, product).ToDiscountProduct())
            .ToValueList());

    /// <summary>As part of an order, a subscription or a link; null where there is none.</summary>
    public static DiscountBase? ShowWithin(World world, Guid? id) => Find(world, id) switch
    {
        DiscountFixedOnceForeverDuration discount => discount.ToDiscountFixedOnceForeverDurationBase(),
        DiscountFixedRepeatDuration discount => discount.ToDiscountFixedRepeatDurationBase(),
        DiscountPercentageOnceForeverDuration discount => discount.ToDiscountPercentageOnceForeverDurationBase(),
        DiscountPercentageRepeatDuration discount => discount.ToDiscountPercentageRepeatDurationBase(),
        _ => null,
    };

    /// <summary>As part of a checkout; null where there is none.</summary>
    public static CheckoutDiscount? ShowInCheckout(World world, Guid? id) => Find(world, id) switch
    {
        DiscountFixedOnceForeverDuration discount => discount.ToCheckoutDiscountFixedOnceForeverDuration(),
        DiscountFixedRepeatDuration discount => discount.ToCheckoutDiscountFixedRepeatDuration(),
        DiscountPercentageOnceForeverDuration discount => discount.ToCheckoutDiscountPercentageOnceForeverDuration(),
        DiscountPercentageRepeatDuration discount => discount.ToCheckoutDiscountPercentageRepeatDuration(),
        _ => null,
    };

    /// <summary>The one amount and currency of clients that know no others: those of the organization, else the first.</summary>
    public static KeyValuePair<string, long> Single(World world, DiscountRow row)
    {
        var currency = world.Organizations[row.OrganizationId].Resource.DefaultPresentmentCurrency;
        return row.Amounts.TryGetValue(currency, out var amount) ? KeyValuePair.Create(currency, amount) : row.Amounts.First();
    }

    public static JsonObject Amounts(DiscountRow row) => new(row.Amounts.Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)entry.Value)));

    private static Discount? Find(World world, Guid? id) =>
        id is { } known && world.Discounts.Find(known) is { } row ? ToResource(world, row, ValueList<DiscountProduct>.Empty) : null;

    private static Discount ToResource(World world, DiscountRow row, ValueList<DiscountProduct> products)
    {
        var percentage = new DiscountPercentageOnceForeverDuration
        {
            Id = row.Id,
            CreatedAt = row.CreatedAt,
            ModifiedAt = row.ModifiedAt,
            OrganizationId = row.OrganizationId,
            Name = row.Name,
            Type = row.Type,
            Code = row.Code,
            StartsAt = row.StartsAt,
            EndsAt = row.EndsAt,
            MaxRedemptions = row.MaxRedemptions,
            MaxRedemptionsPerCustomer = row.MaxRedemptionsPerCustomer,
            RedemptionsCount = row.RedemptionsCount,
            Metadata = row.Metadata,
            Duration = row.Duration,
            BasisPoints = row.BasisPoints,
            Products = products,
        };
        var months = row.Duration == DiscountDuration.Repeating ? row.DurationInMonths : null;
        if (!row.IsFixed)
        {
            return months is { } some ? percentage.ToDiscountPercentageRepeatDuration(some) : percentage;
        }

        var (currency, amount) = Single(world, row);
        var amounts = row.Amounts.ToValueMap();
        return months is { } several
            ? percentage.ToDiscountFixedRepeatDuration(several, amount, currency, amounts)
            : percentage.ToDiscountFixedOnceForeverDuration(amount, currency, amounts);
    }
}
