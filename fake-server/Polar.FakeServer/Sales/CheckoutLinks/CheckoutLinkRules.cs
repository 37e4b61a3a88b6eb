using System.Text.Json.Nodes;
using Polar.FakeServer.Catalog.Discounts;
using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Sales.CheckoutLinks;

/// <summary>What a link may sell, and at what numbers.</summary>
internal static class CheckoutLinkRules
{
    /// <summary>The products that a new link names, or what is wrong with them.</summary>
    public static Outcome<IReadOnlyList<ProductRow>> Products(Transaction transaction, CheckoutLinkCreate body) => body switch
    {
        CheckoutLinkCreateProducts several => Products(transaction, several.Products),
        CheckoutLinkCreateProduct single => Products(transaction, [single.ProductId]),
        CheckoutLinkCreateProductPrice price => OfPrice(transaction, price.ProductPriceId),
        _ => throw new InvalidOperationException($"A link of the form {body.GetType().Name} passed validation."),
    };

    /// <summary>The products with these ids, each once, or everything that is wrong with them.</summary>
    public static Outcome<IReadOnlyList<ProductRow>> Products(Transaction transaction, IReadOnlyList<Guid> ids) =>
        SellableProducts.Read(transaction, ids).Then<IReadOnlyList<ProductRow>>(products => products.DistinctBy(product => product.Id).ToArray());

    /// <summary>What is wrong with the link as it would be, where a change says something about it: the first thing.</summary>
    public static RequestError? Fault(World world, CheckoutLinkRow row, bool discount, bool seats, bool units)
    {
        var products = row.Products.Select(id => world.Products[id]).ToArray();
        return (discount ? DiscountFault(world, row, products) : null)
            ?? (seats ? SeatFault(row.Seats, products) : null)
            ?? (units ? UnitFault(row.Units, products) : null);
    }

    /// <summary>The link without numbers that its products don't allow any more.</summary>
    public static CheckoutLinkRow WithoutStaleNumbers(World world, CheckoutLinkRow row)
    {
        var products = row.Products.Select(id => world.Products[id]).ToArray();
        return row with
        {
            Seats = SeatFault(row.Seats, products) is null ? row.Seats : null,
            Units = UnitFault(row.Units, products) is null ? row.Units : null,
        };
    }

    /// <summary>Takes a product out of all links; one that has no other left is gone.</summary>
    public static void Withdraw(Transaction transaction, ProductRow product)
    {
        foreach (var row in transaction.World.CheckoutLinks.Of(product.OrganizationId, CheckoutLinkRow.ByProduct, product.Id).ToArray())
        {
            var rest = row.Products.Remove(product.Id);
            var changed = row with { Products = rest, IsDeleted = rest.IsEmpty, ModifiedAt = transaction.Now };
            transaction.Save(changed);
        }
    }

    private static Outcome<IReadOnlyList<ProductRow>> OfPrice(Transaction transaction, Guid id) =>
        SellableProducts.OfPrice(transaction, id).Then<IReadOnlyList<ProductRow>>(sold => SellableProducts.Fault(sold.Product) is { } message
            ? Failure.Invalid(RequestError.Value(message, JsonValue.Create(id.ToString()), "product_price_id"))
            : new[] { sold.Product });

    private static RequestError? DiscountFault(World world, CheckoutLinkRow row, ProductRow[] products)
    {
        if (row.DiscountId is not { } id)
        {
            return null;
        }

        var discount = world.Discounts.Find(id);
        return discount is { IsDeleted: false } && discount.OrganizationId == row.OrganizationId
            && products.All(product => DiscountRules.Covers(discount, product.Id))
                ? null
                : RequestError.Value("Discount does not exist or is not applicable to this product.", JsonValue.Create(id.ToString()), "discount_id");
    }

    private static RequestError? SeatFault(long? seats, ProductRow[] products)
    {
        const string OnlySeats = "Seats can only be preconfigured when all products use seat-based pricing.";
        if (seats is not { } wanted)
        {
            return null;
        }

        foreach (var product in products)
        {
            var bounds = product.ActivePrices.OfType<ProductPriceSeatBased>().FirstOrDefault()?.SeatTiers;
            var message = bounds is null ? OnlySeats : OutOf(product, bounds.MinimumSeats, bounds.MaximumSeats, wanted, "seats.");
            if (message is not null)
            {
                return RequestError.Value(message, wanted, "seats");
            }
        }

        return null;
    }

    private static RequestError? UnitFault(long? units, ProductRow[] products)
    {
        const string OnlyUnits = "Units can only be preconfigured when all products use unit-based pricing.";
        if (units is not { } wanted)
        {
            return null;
        }

        foreach (var product in products)
        {
            var prices = product.ActivePrices.OfType<ProductPriceUnitBased>().ToArray();
            var message = prices.Length == 0
                ? OnlyUnits
                : prices
                    .Select(price => OutOf(
                        product, Math.Max(1, price.MinimumUnits ?? 1), price.MaximumUnits, wanted, $"units for {price.PriceCurrency.ToUpperInvariant()}."))
                    .FirstOrDefault(fault => fault is not null);
            if (message is not null)
            {
                return RequestError.Value(message, wanted, "units");
            }
        }

        return null;
    }

    private static string? OutOf(ProductRow product, long least, long? most, long wanted, string what) => wanted < least || wanted > most
        ? $"Product '{product.Resource.Name}' allows between {least} and {most?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "unlimited"} {what}"
        : null;
}
