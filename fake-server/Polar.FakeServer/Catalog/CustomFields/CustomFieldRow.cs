using Polar.FakeServer.Storage;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Catalog.CustomFields;

/// <summary>A question that a merchant asks its buyers.</summary>
internal sealed record CustomFieldRow(CustomField Resource, bool IsDeleted = false) : IRow<CustomFieldRow>
{
    /// <summary>The name under which answers are kept; upper and lower case make no difference.</summary>
    public static OrganizationKey<CustomFieldRow, string> BySlug { get; } =
        Keys.Text<CustomFieldRow>(row => row.Resource.Slug, StringComparer.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public static TableDefinition<CustomFieldRow> Table { get; } = new("custom_fields", BySlug);

    public Guid Id => Resource.Id;

    public Guid OrganizationId => Resource.OrganizationId;

    public DateTimeOffset CreatedAt => Resource.CreatedAt;
}

/// <summary>A question that a product asks.</summary>
internal readonly record struct FieldAttachment(Guid Field, bool Required);
