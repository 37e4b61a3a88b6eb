using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Organizations;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Sales.Checkouts;

/// <summary>What a new session offers, and what it begins with.</summary>
internal sealed record CheckoutProducts
{
    /// <summary>All that is offered, in order.</summary>
    public required ImmutableList<ProductRow> All { get; init; }

    /// <summary>Prices of the checkout only, by product.</summary>
    public required ImmutableDictionary<Guid, ImmutableList<ProductPrice>> AdHocPrices { get; init; }

    public required string Currency { get; init; }

    /// <summary>The first product's prices in the session's currency.</summary>
    public required IReadOnlyList<ProductPrice> Prices { get; init; }

    public ProductRow First => All[0];

    public ProductPrice Price => PriceChoice.Default(Prices);

    /// <summary>What the body asks for, in the form of today or in one that older clients send; or everything that is wrong with it.</summary>
    /// <param name="transaction">The step.</param>
    /// <param name="body">The body.</param>
    /// <param name="country">Where the buyer is, as far as that is known.</param>
    public static Outcome<CheckoutProducts> Read(Transaction transaction, CheckoutCreate body, Country? country)
    {
        if (transaction.Body?["product_price_id"] is { } price)
        {
            return SellableProducts.OfPrice(transaction, Guid.Parse(price.ToString())).Then<CheckoutProducts>(sold => new CheckoutProducts
            {
                All = [sold.Product],
                AdHocPrices = ImmutableDictionary<Guid, ImmutableList<ProductPrice>>.Empty,
                Currency = sold.Price.PriceCurrency,
                Prices = [sold.Price],
            });
        }

        if (transaction.Body?["product_id"] is not null)
        {
            return SellableProducts.Single(transaction, body.Products[0]).Then(product => InCurrency(
                transaction.World, body, country, [product], ImmutableDictionary<Guid, ImmutableList<ProductPrice>>.Empty, "product_id"));
        }

        return SellableProducts.Read(transaction, body.Products).Then(products =>
            OwnPrices(transaction, body, products).Then(adHoc => InCurrency(transaction.World, body, country, products, adHoc, "products", 0)));
    }

    /// <summary>The currencies that a session may be in, best first: the one that was asked for, else the buyer's, else the organization's.</summary>
    public static IEnumerable<string> Currencies(World world, ProductRow product, string? wanted, Country? country) => wanted is not null
        ? [wanted]
        : new[] { CountryCurrencies.Of(country), world.Organizations[product.OrganizationId].Resource.DefaultPresentmentCurrency }.OfType<string>();

    private static Outcome<CheckoutProducts> InCurrency(
        World world,
        CheckoutCreate body,
        Country? country,
        IReadOnlyList<ProductRow> products,
        ImmutableDictionary<Guid, ImmutableList<ProductPrice>> adHoc,
        params object[] place)
    {
        var first = products[0];
        var prices = Currencies(world, first, body.Currency?.Value, country)
            .Select(currency => PriceChoice.In(adHoc.TryGetValue(first.Id, out var own) ? own : first.ActivePrices, currency))
            .FirstOrDefault(found => found.Count > 0);
        return prices is not null
            ? new CheckoutProducts { All = [.. products], AdHocPrices = adHoc, Currency = prices[0].PriceCurrency, Prices = prices }
            : Failure.Invalid(RequestError.Value("Product is not available in the specified currency.", JsonValue.Create(first.Id.ToString()), place));
    }

    private static Outcome<ImmutableDictionary<Guid, ImmutableList<ProductPrice>>> OwnPrices(
        Transaction transaction, CheckoutCreate body, IReadOnlyList<ProductRow> products)
    {
        var faults = new List<RequestError>();
        var prices = ImmutableDictionary<Guid, ImmutableList<ProductPrice>>.Empty;
        foreach (var (key, wanted) in body.Prices ?? ValueMap<ValueList<ProductPriceCreate>>.Empty)
        {
            if (products.FirstOrDefault(product => product.Id == Guid.Parse(key)) is not { } product)
            {
                faults.Add(RequestError.Value("Product is not set on that checkout.", JsonValue.Create(key), "prices", key));
                continue;
            }

            var organization = transaction.World.Organizations[product.OrganizationId];
            faults.AddRange(PriceSet.Read(transaction.World, organization, product.Resource.IsRecurring, wanted, [], "prices", key).Faults);
            prices = faults.Count > 0
                ? prices
                : prices.Add(
                    product.Id,
                    [.. wanted.Select(price => PriceForms.Make(transaction, product.Id, price, ProductPriceSource.AdHoc)).OrderBy(PriceKinds.Rank)]);
        }

        return faults.Count > 0 ? Failure.Invalid(faults) : prices;
    }
}
