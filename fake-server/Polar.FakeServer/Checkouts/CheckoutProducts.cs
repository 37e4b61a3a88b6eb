using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Polar.Functional.Contracts;

namespace Polar.FakeServer;

/// <summary>What a new session offers, and what it begins with.</summary>
internal sealed record CheckoutProducts
{
    /// <summary>All that is offered, in order.</summary>
    public required ImmutableList<ProductRow> All { get; init; }

    /// <summary>Prices of this session only, by product.</summary>
    public required ImmutableDictionary<Guid, ImmutableList<ProductPrice>> AdHocPrices { get; init; }

    public required string Currency { get; init; }

    /// <summary>The first product's prices in the session's currency.</summary>
    public required IReadOnlyList<ProductPrice> Prices { get; init; }

    public ProductRow First => All[0];

    public ProductPrice Price => CheckoutPrices.Default(Prices);

    public static Outcome<CheckoutProducts> Read(Transaction transaction, CheckoutCreate body) =>
        SellableProducts.Read(transaction, body.Products).Then(products =>
            OwnPrices(transaction, body, products).Then(adHoc => InCurrency(transaction.World, body, products, adHoc)));

    private static Outcome<CheckoutProducts> InCurrency(
        World world, CheckoutCreate body, IReadOnlyList<ProductRow> products, ImmutableDictionary<Guid, ImmutableList<ProductPrice>> adHoc)
    {
        var first = products[0];
        var currency = body.Currency?.Value ?? world.Organizations[first.OrganizationId].Shown.DefaultPresentmentCurrency;
        var prices = CheckoutPrices.In(adHoc.TryGetValue(first.Id, out var own) ? own : first.ActivePrices, currency);
        return prices.Count > 0
            ? new CheckoutProducts { All = [.. products], AdHocPrices = adHoc, Currency = currency, Prices = prices }
            : Failure.Invalid(Issue.Value(
                "Product is not available in the specified currency.", JsonValue.Create(first.Id.ToString()), "products", 0));
    }

    private static Outcome<ImmutableDictionary<Guid, ImmutableList<ProductPrice>>> OwnPrices(
        Transaction transaction, CheckoutCreate body, IReadOnlyList<ProductRow> products)
    {
        var faults = new List<Issue>();
        var prices = ImmutableDictionary<Guid, ImmutableList<ProductPrice>>.Empty;
        foreach (var (key, wanted) in body.Prices ?? ValueMap<ValueList<ProductPriceCreate>>.Empty)
        {
            if (products.FirstOrDefault(product => product.Id.ToString() == key) is not { } product)
            {
                faults.Add(Issue.Value("Product is not set on that checkout.", JsonValue.Create(key), "prices", key));
                continue;
            }

            var organization = transaction.World.Organizations[product.OrganizationId];
            faults.AddRange(PriceSet.Read(transaction.World, organization, product.Shown.IsRecurring, wanted, [], "prices", key).Faults);
            prices = faults.Count > 0
                ? prices
                : prices.Add(
                    product.Id,
                    [.. wanted.Select(price => PriceForms.Make(transaction, product.Id, price, ProductPriceSource.AdHoc)).OrderBy(PriceKinds.Rank)]);
        }

        return faults.Count > 0 ? Failure.Invalid(faults) : prices;
    }
}
