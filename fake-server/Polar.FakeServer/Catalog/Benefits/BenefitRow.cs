using Polar.FakeServer.Storage;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Catalog.Benefits;

/// <summary>Something that customers get with a product.</summary>
internal sealed record BenefitRow(Benefit Resource) : IRow<BenefitRow>
{
    /// <inheritdoc/>
    public static TableDefinition<BenefitRow> Table { get; } = new("benefits");

    public Guid Id => Resource.Id;

    public Guid OrganizationId => Resource.OrganizationId;

    public DateTimeOffset CreatedAt => Resource.CreatedAt;

    /// <inheritdoc/>
    public bool IsDeleted => Resource.IsDeleted;
}
