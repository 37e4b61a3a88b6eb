using Polar.Functional.Contracts;

namespace Polar.FakeServer;

/// <summary>A question that a merchant asks its buyers.</summary>
internal sealed record CustomFieldRow(CustomField Shown, bool IsDeleted = false) : IRow
{
    /// <summary>The name under which answers are kept; upper and lower case make no difference.</summary>
    public static OrganizationKey<CustomFieldRow, string> BySlug { get; } =
        Keys.Text<CustomFieldRow>(row => row.Shown.Slug, StringComparer.OrdinalIgnoreCase);

    public Guid Id => Shown.Id;

    public Guid OrganizationId => Shown.OrganizationId;

    public DateTimeOffset CreatedAt => Shown.CreatedAt;
}

/// <summary>A question that a product asks.</summary>
internal readonly record struct FieldAttachment(Guid Field, bool Required);
