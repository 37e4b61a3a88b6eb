using System.Text.Json.Nodes;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Lists;
using Polar.FakeServer.Organizations;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Catalog.Products;

/// <summary>The products that a checkout or a link is to sell.</summary>
internal static class SellableProducts
{
    /// <summary>The products with these ids, or everything that is wrong with them.</summary>
    public static Outcome<IReadOnlyList<ProductRow>> Read(Transaction transaction, IReadOnlyList<Guid> ids)
    {
        var products = new List<ProductRow>();
        var faults = new List<RequestError>();
        foreach (var (index, id) in ids.Index())
        {
            var product = transaction.World.Products.Visible(transaction, id);
            if (Fault(product) is { } message)
            {
                faults.Add(RequestError.Value(message, JsonValue.Create(id.ToString()), "products", index));
            }
            else
            {
                products.Add(product!);
            }
        }

        if (products.Select(product => product.OrganizationId).Distinct().Count() > 1)
        {
            faults.Add(RequestError.Value("Products must all belong to the same organization.", Ids(ids), "products"));
        }

        return faults.Count > 0 ? Failure.Invalid(faults) : products;
    }

    /// <summary>The only product that is offered, for those who name one.</summary>
    public static Outcome<ProductRow> Single(Transaction transaction, Guid id)
    {
        var row = transaction.World.Products.Visible(transaction, id);
        return Fault(row) is { } message
            ? Failure.Invalid(RequestError.Value(message, JsonValue.Create(id.ToString()), "product_id"))
            : row!;
    }

    /// <summary>The product that a price is of, and the price: archived neither.</summary>
    public static Outcome<(ProductRow Product, ProductPrice Price)> OfPrice(Transaction transaction, Guid id)
    {
        var product = transaction.Organizations
            .Select(organization => transaction.World.Products.Find(organization, ProductRow.ByPrice, id))
            .FirstOrDefault(row => row is not null)
            .Visible(transaction);
        var price = product?.Prices.Find(candidate => candidate.Id == id);
        var message = price is null ? "Price does not exist."
            : price.IsArchived ? "Price is archived."
            : product!.Resource.IsArchived ? "Product is archived."
            : null;
        return message is null
            ? (product!, price!)
            : Failure.Invalid(RequestError.Value(message, JsonValue.Create(id.ToString()), "product_price_id"));
    }

    /// <summary>Why a product can't be sold; null where it can.</summary>
    public static string? Fault(ProductRow? product) =>
        product is null or { IsDeleted: true } ? "Product does not exist."
        : product.Resource.IsArchived ? "Product is archived."
        : product.Resource.Visibility == ProductVisibility.Draft ? "Product is a draft."
        : null;

    public static JsonArray Ids(IEnumerable<Guid> ids) => new([.. ids.Select(id => (JsonNode?)JsonValue.Create(id.ToString()))]);
}
