using Polar.Functional.Contracts;

namespace Polar.FakeServer;

/// <summary>The organization of a token; it sees no other.</summary>
internal sealed class OrganizationsOperations : IOrganizationsOperations
{
    public Outcome<ListResource<Organization>> ListOrganizations(Transaction transaction, OrganizationsListOrganizationsQuery query) =>
        transaction.World.Organizations.Visible(transaction)
            .Asked(query.Slug, (row, slug) => row.Shown.Slug.Equals(slug, StringComparison.OrdinalIgnoreCase))
            .Sorted(query.Sorting, OrganizationSortProperty.CreatedAt, SortKey)
            .Page(query.Page, query.Limit, row => row.Shown);

    private static Func<OrganizationRow, IComparable?> SortKey(string key) => key switch
    {
        "slug" => row => row.Shown.Slug,
        "name" => row => row.Shown.Name,

        // Nobody reviews the fake's organizations.
        "next_review_threshold" => _ => 0,
        "days_in_status" => row => -row.CreatedAt.UtcTicks,
        _ => row => row.CreatedAt,
    };

    public Outcome<Organization> Get(Transaction transaction, Guid id) =>
        transaction.World.Organizations.Visible(transaction, id) is { } row ? row.Shown : Failure.NotFound;

    public Outcome<Organization> Update(Transaction transaction, Guid id, OrganizationUpdate body)
    {
        if (transaction.World.Organizations.Visible(transaction, id) is not { } row)
        {
            return Failure.NotFound;
        }

        if (OrganizationChange.Fault(transaction.World, row.Shown, body) is { } fault)
        {
            return fault;
        }

        var shown = OrganizationChange.Apply(row.Shown, body) with { ModifiedAt = transaction.Now };
        transaction.World = transaction.World with { Organizations = transaction.World.Organizations.Update(new OrganizationRow(shown)) };
        transaction.Publish(id, "organization.updated", () => shown);
        return shown;
    }
}
