using System.Text;
using System.Text.Json.Nodes;
using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Lists;
using Polar.FakeServer.Organizations;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Catalog.Discounts;

/// <summary>Discounts as the wire shows them: whole, without their products where they are part of something, and to buyers.</summary>
internal static class DiscountProjection
{
    public static Discount ToResource(World world, DiscountRow row)
    {
        var products = row.Products
            .Select(world.Products.Find)
            .OfType<ProductRow>()
            .Select(product => Recast.Node(Recast.To<Product, DiscountProduct>(ProductProjection.ToResource(world, product))));
        return Shape<Discount>(world, row, ("products", new JsonArray([.. products])));
    }

    /// <summary>As part of an order, a subscription or a link; null where there is none.</summary>
    public static DiscountBase? ShowWithin(World world, Guid? id) =>
        id is { } known && world.Discounts.Find(known) is { } row ? Shape<DiscountBase>(world, row) : null;

    /// <summary>As part of a checkout; null where there is none.</summary>
    public static CheckoutDiscount? ShowInCheckout(World world, Guid? id) =>
        id is { } known && world.Discounts.Find(known) is { } row ? Shape<CheckoutDiscount>(world, row) : null;

    /// <summary>The one amount and currency of clients that know no others: those of the organization, else the first.</summary>
    public static KeyValuePair<string, long> Single(World world, DiscountRow row)
    {
        var currency = world.Organizations[row.OrganizationId].Resource.DefaultPresentmentCurrency;
        return row.Amounts.TryGetValue(currency, out var amount) ? KeyValuePair.Create(currency, amount) : row.Amounts.First();
    }

    public static JsonObject Amounts(DiscountRow row) => new(row.Amounts.Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)entry.Value)));

    private static TShape Shape<TShape>(World world, DiscountRow row, params ReadOnlySpan<(string Name, JsonNode Value)> members)
        where TShape : IWire<TShape>
    {
        var shown = new JsonObject
        {
            ["id"] = row.Id.ToString(),
            ["created_at"] = Text(row.CreatedAt),
            ["modified_at"] = Text(row.ModifiedAt),
            ["organization_id"] = row.OrganizationId.ToString(),
            ["name"] = row.Name,
            ["type"] = row.Type.Value,
            ["code"] = row.Code,
            ["starts_at"] = Text(row.StartsAt),
            ["ends_at"] = Text(row.EndsAt),
            ["max_redemptions"] = row.MaxRedemptions,
            ["max_redemptions_per_customer"] = row.MaxRedemptionsPerCustomer,
            ["redemptions_count"] = row.RedemptionsCount,
            ["metadata"] = new JsonObject(row.Metadata.Select(entry => KeyValuePair.Create(entry.Key, JsonNode.Parse(Wire.ToJson(entry.Value))))),
            ["duration"] = row.Duration.Value,
        };
        if (row.Duration == DiscountDuration.Repeating)
        {
            shown["duration_in_months"] = row.DurationInMonths;
        }

        if (row.IsFixed)
        {
            var single = Single(world, row);
            shown["amount"] = single.Value;
            shown["currency"] = single.Key;
            shown["amounts"] = Amounts(row);
        }
        else
        {
            shown["basis_points"] = row.BasisPoints;
        }

        foreach (var (name, value) in members)
        {
            shown[name] = value;
        }

        return Wire.TryRead<TShape>(Encoding.UTF8.GetBytes(shown.ToJsonString()), out var shape, out var error)
            ? shape
            : throw new InvalidOperationException($"No {typeof(TShape).Name} can be made of {shown.ToJsonString()}: {error}");
    }

    private static string? Text(DateTimeOffset? instant) => instant is { } known ? ((JsonScalar)known).ToString() : null;
}
