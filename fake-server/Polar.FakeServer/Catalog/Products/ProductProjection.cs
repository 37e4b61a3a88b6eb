using Polar.FakeServer.Catalog.Benefits;
using Polar.FakeServer.Catalog.CustomFields;
using Polar.FakeServer.Catalog.Files;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Lists;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Catalog.Products;

/// <summary>Products as the wire shows them.</summary>
internal static class ProductProjection
{
    public static Product ToResource(World world, ProductRow row) => row.Resource with
    {
        Prices = row.ActivePrices.ToValueList<ProductPriceOrLegacy>(),
        Benefits = row.Benefits.Select(world.Benefits.Find).OfType<BenefitRow>()
            .Where(benefit => !benefit.Resource.IsDeleted).Select(benefit => benefit.Resource).ToValueList(),
        Medias = ProductMedias.ToResource(world, row),
        AttachedCustomFields = CustomFieldAttachments.ToResource(world, row),
        IsDeletable = !ProductRules.IsSold(world, row),
    };

    /// <summary>As buyers see it: public benefits only, and of those only what they are called.</summary>
    public static CheckoutProduct ShowPublic(World world, ProductRow row) => Public<CheckoutProduct>(ToResource(world, row));

    /// <summary>The same, for the portal of an organization's customers.</summary>
    public static CustomerProduct ShowInPortal(World world, ProductRow row) => Public<CustomerProduct>(ToResource(world, row));

    /// <summary>The same, as part of a link that only the merchant sees.</summary>
    public static CheckoutLinkProduct ShowInLink(World world, ProductRow row) => Public<CheckoutLinkProduct>(ToResource(world, row));

    public static OrderProduct ShowInOrder(World world, ProductRow row) => Recast.To<Product, OrderProduct>(ToResource(world, row));

    private static TShape Public<TShape>(Product product)
        where TShape : IWire<TShape>
    {
        var benefits = product.Benefits.Where(benefit => benefit.Visibility == BenefitVisibility.Public).Select(Recast.Node);
        return Recast.To<Product, TShape>(product, ("benefits", new System.Text.Json.Nodes.JsonArray([.. benefits])));
    }
}
