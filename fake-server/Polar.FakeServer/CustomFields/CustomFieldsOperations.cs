using System.Text.Json.Nodes;
using Polar.Functional.Contracts;

namespace Polar.FakeServer;

/// <summary>Questions that a merchant asks its buyers.</summary>
internal sealed class CustomFieldsOperations : ICustomFieldsOperations
{
    public Outcome<ListResource<CustomField>> List(Transaction transaction, CustomFieldsListQuery query) =>
        transaction.World.CustomFields.Visible(transaction, query.OrganizationId)
            .Asked(query.Type, (row, types) => types.Any(type => type.Value == row.Shown.Type))
            .Containing(query.Query, row => row.Shown.Name, row => row.Shown.Slug)
            .Sorted(query.Sorting, CustomFieldSortProperty.Slug, SortKey)
            .Page(query.Page, query.Limit, row => row.Shown);

    public Outcome<CustomField> Get(Transaction transaction, Guid id) => Find(transaction, id) is { } row ? row.Shown : Failure.NotFound;

    public Outcome<CustomField> Create(Transaction transaction, CustomFieldCreate body)
    {
        if (!transaction.TryOrganization(body.OrganizationId, out var organization, out var fault))
        {
            return fault;
        }

        if (transaction.World.CustomFields.Find(organization.Id, CustomFieldRow.BySlug, body.Slug) is not null)
        {
            return Failure.Invalid(SlugTaken(body.Slug));
        }

        var row = new CustomFieldRow(Recast.To<CustomFieldCreate, CustomField>(
            body,
            ("created_at", Text(transaction.Now)),
            ("modified_at", null),
            ("id", transaction.NewId().ToString()),
            ("metadata", Recast.Node(body)!["metadata"]?.DeepClone() ?? new JsonObject()),
            ("organization_id", organization.Id.ToString())));
        transaction.World = transaction.World with { CustomFields = transaction.World.CustomFields.Add(row) };
        return row.Shown;
    }

    public Outcome<CustomField> Update(Transaction transaction, Guid id, CustomFieldUpdate body)
    {
        if (Find(transaction, id) is not { } row)
        {
            return Failure.NotFound;
        }

        if (body.Type != row.Shown.Type)
        {
            return Failure.Invalid(Issue.Value("The type of a custom field can't be changed.", JsonValue.Create(body.Type), "type"));
        }

        var slug = body.Slug.Value ?? row.Shown.Slug;
        if (transaction.World.CustomFields.Find(row.OrganizationId, CustomFieldRow.BySlug, slug) is { } other && other.Id != id)
        {
            return Failure.Invalid(SlugTaken(slug));
        }

        // What was not sent stays; properties that were sent take the place of all that were there.
        var given = Recast.Node(body)!.AsObject();
        var changed = Recast.Node(row.Shown)!.AsObject();
        foreach (var (name, value) in given.Where(member => member.Value is not null))
        {
            changed[name] = value!.DeepClone();
        }

        var shown = Recast.To<CustomField, CustomField>(row.Shown, [.. changed.Select(member => (member.Key, member.Value?.DeepClone()))]);
        if (shown == row.Shown)
        {
            return row.Shown;
        }

        var updated = row with { Shown = shown with { ModifiedAt = transaction.Now } };
        transaction.World = CustomFieldAnswers.Renamed(
            transaction.World with { CustomFields = transaction.World.CustomFields.Update(updated) }, row.OrganizationId, row.Shown.Slug, slug);
        return updated.Shown;
    }

    public Outcome<Nothing> Delete(Transaction transaction, Guid id)
    {
        if (Find(transaction, id) is not { } row)
        {
            return Failure.NotFound;
        }

        var world = transaction.World;
        transaction.World = world with
        {
            CustomFields = world.CustomFields.Update(row with { IsDeleted = true }),
            Products = world.Products.Of(row.OrganizationId, ProductRow.ByCustomField, id).Aggregate(
                world.Products,
                (products, product) => products.Update(product with { CustomFields = product.CustomFields.RemoveAll(field => field.Field == id) })),
        };
        return default(Nothing);
    }

    private static CustomFieldRow? Find(Transaction transaction, Guid id) =>
        transaction.World.CustomFields.Visible(transaction, id) is { IsDeleted: false } row ? row : null;

    private static Issue SlugTaken(string slug) =>
        Issue.Value("Custom field with this slug already exists.", JsonValue.Create(slug), "slug");

    private static string Text(DateTimeOffset instant) => ((JsonScalar)instant).ToString();

    private static Func<CustomFieldRow, IComparable?> SortKey(string key) => key switch
    {
        "slug" => row => row.Shown.Slug,
        "name" => row => row.Shown.Name,
        "type" => row => row.Shown.Type,
        _ => row => row.CreatedAt,
    };
}
