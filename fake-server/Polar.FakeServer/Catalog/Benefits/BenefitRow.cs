using Polar.FakeServer.Storage;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Catalog.Benefits;

/// <summary>Something that customers get with a product.</summary>
internal sealed record BenefitRow(Benefit Resource) : IRow<BenefitRow>
{
    /// <summary>The meter that the benefit gives credit of.</summary>
    public static OrganizationKey<BenefitRow, Guid> ByMeter { get; } =
        Keys.One<BenefitRow, Guid>(row => (row.Resource as BenefitMeterCredit)?.Properties.MeterId);

    /// <inheritdoc/>
    public static TableDefinition<BenefitRow> Table { get; } = new("benefits", ByMeter);

    public Guid Id => Resource.Id;

    public Guid OrganizationId => Resource.OrganizationId;

    public DateTimeOffset CreatedAt => Resource.CreatedAt;

    /// <inheritdoc/>
    public bool IsDeleted => Resource.IsDeleted;
}
