using Polar.FakeServer.Catalog.Benefits;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Generated;
using Polar.FakeServer.Lists;
using Polar.FakeServer.Storage;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Entitlements.Grants;

/// <summary>Grants of all benefits.</summary>
internal sealed class BenefitGrantsOperations : IBenefitGrantsOperations
{
    public Outcome<ListResource<BenefitGrant>> List(Transaction transaction, BenefitGrantsListQuery query)
    {
        var world = transaction.World;
        return world.BenefitGrants.Visible(transaction, query.OrganizationId)
            .OfCustomers(query.CustomerId)
            .OfExternalCustomers(transaction, query.ExternalCustomerId)
            .WhereIf(query.IsGranted, (row, granted) => row.IsGranted == granted)
            .Sorted(query.Sorting, BenefitGrantSortProperty.CreatedAtDescending, SortKey)
            .Page(query.Page, query.Limit, row => GrantProjection.ToResource(world, row));
    }

    private static Func<BenefitGrantRow, IComparable?> SortKey(string key) => key switch
    {
        "granted_at" => row => row.GrantedAt,
        "revoked_at" => row => row.RevokedAt,
        _ => row => row.CreatedAt,
    };
}
