using Polar.FakeServer.Catalog.Benefits;
using Polar.FakeServer.Catalog.CustomFields;
using Polar.FakeServer.Catalog.Files;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Generated;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Catalog.Products;

/// <summary>Products as the wire shows them.</summary>
internal static class ProductProjection
{
    public static Product ToResource(World world, ProductRow row) => row.Resource with
    {
        Prices = row.Prices is [{ IsArchived: false } only] ? only : row.ActivePrices.ToValueList<ProductPriceOrLegacy>(),
        Benefits = row.Benefits.IsEmpty
            ? ValueList<Benefit>.Empty
            : row.Benefits.Select(world.Benefits.Find).OfType<BenefitRow>()
                .Where(benefit => !benefit.Resource.IsDeleted).Select(benefit => benefit.Resource).ToValueList(),
        Medias = ProductMedias.ToResource(world, row),
        AttachedCustomFields = CustomFieldAttachments.ToResource(world, row),
        IsDeletable = !row.IsSold,
    };

    /// <summary>As buyers see it: public benefits only, and of those only what they are called.</summary>
    public static CheckoutProduct ShowPublic(World world, ProductRow row) => WithPublicBenefits(world, row).ToCheckoutProduct();

    /// <summary>The same, for the portal of an organization's customers.</summary>
    public static CustomerProduct ShowInPortal(World world, ProductRow row) => WithPublicBenefits(world, row).ToCustomerProduct();

    /// <summary>The same, as part of a link that only the merchant sees.</summary>
    public static CheckoutLinkProduct ShowInLink(World world, ProductRow row) => WithPublicBenefits(world, row).ToCheckoutLinkProduct();

    public static OrderProduct ShowInOrder(World world, ProductRow row) => ToResource(world, row).ToOrderProduct();

    private static Product WithPublicBenefits(World world, ProductRow row)
    {
        var product = ToResource(world, row);
        return product with
        {
            Benefits = product.Benefits.Where(benefit => benefit.Visibility == BenefitVisibility.Public).ToValueList(),
        };
    }
}
