using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Catalog.CustomFields;

/// <summary>The questions that a product asks.</summary>
internal static class CustomFieldAttachments
{
    /// <summary>What a product's body attaches, and what is wrong with it.</summary>
    public static (ImmutableList<FieldAttachment> Fields, IReadOnlyList<RequestError> Faults) Read(
        World world, Guid organization, ValueList<AttachedCustomFieldCreate>? named)
    {
        var faults = (named ?? []).Select((field, index) => (field.CustomFieldId, Index: index))
            .Where(entry => world.CustomFields.Find(entry.CustomFieldId) is not { IsDeleted: false } row || row.OrganizationId != organization)
            .Select(entry => RequestError.Value(
                "Custom field does not exist.", JsonValue.Create(entry.CustomFieldId.ToString()), "attached_custom_fields", entry.Index));
        return ([.. (named ?? []).Select(field => new FieldAttachment(field.CustomFieldId, field.Required))], [.. faults]);
    }

    /// <summary>A product's questions as the wire shows them.</summary>
    public static ValueList<AttachedCustomField> ToResource(World world, ProductRow product) => product.CustomFields.IsEmpty
        ? ValueList<AttachedCustomField>.Empty
        : product.CustomFields.Select((field, index) => new AttachedCustomField
        {
            CustomFieldId = field.Field,
            CustomField = world.CustomFields[field.Field].Resource,
            Order = index,
            Required = field.Required,
        }).ToValueList();
}
