using System.Text.Json.Nodes;
using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Generated;
using Polar.FakeServer.Lists;
using Polar.FakeServer.Organizations;
using Polar.FakeServer.Storage;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Catalog.CustomFields;

/// <summary>Questions that a merchant asks its buyers.</summary>
internal sealed class CustomFieldsOperations : ICustomFieldsOperations
{
    public Outcome<ListResource<CustomField>> List(Transaction transaction, CustomFieldsListQuery query) =>
        transaction.World.CustomFields.Visible(transaction, query.OrganizationId)
            .WhereIf(query.Type, (row, types) => types.Any(type => type.Value == row.Resource.Type))
            .Containing(query.Query, row => row.Resource.Name, row => row.Resource.Slug)
            .Sorted(query.Sorting, CustomFieldSortProperty.Slug, SortKey)
            .Page(query.Page, query.Limit, row => row.Resource);

    public Outcome<CustomField> Get(Transaction transaction, Guid id) => Find(transaction, id) is { } row ? row.Resource : Failure.NotFound;

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

        var row = new CustomFieldRow(Make(transaction, organization.Id, body));
        transaction.Save(row);
        return row.Resource;
    }

    public Outcome<CustomField> Update(Transaction transaction, Guid id, CustomFieldUpdate body)
    {
        if (Find(transaction, id) is not { } row)
        {
            return Failure.NotFound;
        }

        if (body.Type != row.Resource.Type)
        {
            return Failure.Invalid(RequestError.Value("The type of a custom field can't be changed.", JsonValue.Create(body.Type), "type"));
        }

        var slug = body.Slug.Value ?? row.Resource.Slug;
        if (transaction.World.CustomFields.Find(row.OrganizationId, CustomFieldRow.BySlug, slug) is { } other && other.Id != id)
        {
            return Failure.Invalid(SlugTaken(slug));
        }

        var shown = Changed(row.Resource, body);
        if (shown == row.Resource)
        {
            return row.Resource;
        }

        var updated = row with { Resource = shown with { ModifiedAt = transaction.Now } };
        transaction.Save(updated);
        if (slug != row.Resource.Slug)
        {
            transaction.Raise(new CustomFieldRenamed(row.OrganizationId, row.Resource.Slug, slug));
        }

        return updated.Resource;
    }

    public Outcome<Nothing> Delete(Transaction transaction, Guid id)
    {
        if (Find(transaction, id) is not { } row)
        {
            return Failure.NotFound;
        }

        transaction.Save(row with { IsDeleted = true });
        foreach (var product in transaction.World.Products.Of(row.OrganizationId, ProductRow.ByCustomField, id).ToArray())
        {
            transaction.Save(product with { CustomFields = product.CustomFields.RemoveAll(field => field.Field == id) });
        }

        return default(Nothing);
    }

    private static CustomFieldRow? Find(Transaction transaction, Guid id) =>
        transaction.World.CustomFields.Visible(transaction, id) is { IsDeleted: false } row ? row : null;

    private static RequestError SlugTaken(string slug) =>
        RequestError.Value("Custom field with this slug already exists.", JsonValue.Create(slug), "slug");

    private static CustomField Make(Transaction transaction, Guid organization, CustomFieldCreate body)
    {
        var common = new CustomFieldText
        {
            Id = transaction.NewId(),
            CreatedAt = transaction.Now,
            ModifiedAt = null,
            Metadata = body.Metadata.OrEmpty(),
            Slug = body.Slug,
            Name = body.Name,
            OrganizationId = organization,
            Properties = new CustomFieldTextProperties(),
        };
        return body switch
        {
            CustomFieldCreateText given => common with { Properties = given.Properties },
            CustomFieldCreateNumber given => common.ToCustomFieldNumber(given.Properties),
            CustomFieldCreateDate given => common.ToCustomFieldDate(given.Properties),
            CustomFieldCreateCheckbox given => common.ToCustomFieldCheckbox(given.Properties),
            CustomFieldCreateSelect given => common.ToCustomFieldSelect(given.Properties),
            _ => throw new InvalidOperationException($"A custom field of the type {body.Type} passed validation."),
        };
    }

    /// <summary>What was not sent stays; properties that were sent take the place of all that were there.</summary>
    private static CustomField Changed(CustomField field, CustomFieldUpdate body)
    {
        var common = field with
        {
            Name = body.Name.Value ?? field.Name,
            Slug = body.Slug.Value ?? field.Slug,
            Metadata = body.Metadata ?? field.Metadata,
        };
        return (common, body) switch
        {
            (CustomFieldText kept, CustomFieldUpdateText change) => kept with { Properties = change.Properties.Value ?? kept.Properties },
            (CustomFieldNumber kept, CustomFieldUpdateNumber change) => kept with { Properties = change.Properties.Value ?? kept.Properties },
            (CustomFieldDate kept, CustomFieldUpdateDate change) => kept with { Properties = change.Properties.Value ?? kept.Properties },
            (CustomFieldCheckbox kept, CustomFieldUpdateCheckbox change) => kept with { Properties = change.Properties.Value ?? kept.Properties },
            (CustomFieldSelect kept, CustomFieldUpdateSelect change) => kept with { Properties = change.Properties.Value ?? kept.Properties },
            _ => common,
        };
    }

    private static Func<CustomFieldRow, IComparable?> SortKey(string key) => key switch
    {
        "slug" => row => row.Resource.Slug,
        "name" => row => row.Resource.Name,
        "type" => row => row.Resource.Type,
        _ => row => row.CreatedAt,
    };
}
