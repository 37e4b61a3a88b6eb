using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Generated;
using Polar.FakeServer.Organizations;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Portal;

/// <summary>What anybody may know of an organization: the page that its customers come from.</summary>
internal sealed class PortalOrganizationsOperations : ICustomerPortalOrganizationsOperations
{
    public Outcome<CustomerOrganizationData> Get(Transaction transaction, string slug)
    {
        var world = transaction.World;
        if (world.Organizations.Find(OrganizationRow.BySlug, slug) is not { MayAuthenticate: true, Resource: var shown })
        {
            return Failure.NotFound;
        }

        return new CustomerOrganizationData
        {
            Organization = PortalOrganizationProjection.ToResource(shown),
            Products = world.Products.Of(shown.Id)
                .Where(product => product is { IsDeleted: false, Resource: { IsArchived: false, Visibility: var visibility } }
                    && visibility == ProductVisibility.Public)
                .Select(product => ProductProjection.ShowInPortal(world, product))
                .ToValueList(),
        };
    }
}
