using Polar.FakeServer.Execution;
using Polar.FakeServer.Generated;
using Polar.FakeServer.Identity;
using Polar.FakeServer.Lists;
using Polar.FakeServer.Storage;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Organizations;

/// <summary>The organizations within a caller's reach; users found further ones.</summary>
internal sealed class OrganizationsOperations : IOrganizationsOperations
{
    public Outcome<ListResource<Organization>> ListOrganizations(Transaction transaction, OrganizationsListOrganizationsQuery query) =>
        transaction.World.Organizations.Visible(transaction)
            .WhereIf(query.Slug, (row, slug) => row.Resource.Slug.Equals(slug, StringComparison.OrdinalIgnoreCase))
            .Sorted(query.Sorting, OrganizationSortProperty.CreatedAt, SortKey)
            .Page(query.Page, query.Limit, row => row.Resource);

    private static Func<OrganizationRow, IComparable?> SortKey(string key) => key switch
    {
        "slug" => row => row.Resource.Slug,
        "name" => row => row.Resource.Name,

        // Nobody reviews the fake's organizations.
        "next_review_threshold" => _ => 0,
        "days_in_status" => row => -(row.StatusChangedAt ?? row.CreatedAt).UtcTicks,
        _ => row => row.CreatedAt,
    };

    public Outcome<Organization> Create(Transaction transaction, OrganizationCreate body)
    {
        var world = transaction.World;
        if (transaction.Caller is not { IsNarrowed: false, User: { } user })
        {
            return new Failure(
                403,
                "CannotCreateOrganizationError",
                "You cannot create an organization from a session restricted to a specific organization.");
        }

        if (world.Organizations.Find(OrganizationRow.BySlug, body.Slug) is not null)
        {
            return Failure.Invalid(RequestError.Value("An organization with this slug already exists.", body.Slug, "slug"));
        }

        var row = NewOrganization.Make(transaction, body);
        transaction.Save(row);
        transaction.Save(world.Users[user].With(row.Id, OrganizationRole.Owner));
        return row.Resource;
    }

    public Outcome<Organization> Get(Transaction transaction, Guid id) =>
        transaction.World.Organizations.Visible(transaction, id) is { } row ? row.Resource : Failure.NotFound;

    public Outcome<Organization> Update(Transaction transaction, Guid id, OrganizationUpdate body)
    {
        if (transaction.World.Organizations.Visible(transaction, id) is not { } row)
        {
            return Failure.NotFound;
        }

        var change = new OrganizationChange(row, body, transaction.Body);
        if (change.Fault(transaction, transaction.Caller) is { } fault)
        {
            return fault;
        }

        var changed = change.Apply(transaction.Now);
        transaction.Save(changed);
        transaction.Publish(id, "organization.updated", _ => changed.Resource);
        return changed.Resource;
    }
}
