using Polar.Functional.Contracts;

namespace Polar.FakeServer;

/// <summary>Something that customers get with a product.</summary>
internal sealed record BenefitRow(Benefit Shown) : IRow
{
    public Guid Id => Shown.Id;

    public Guid OrganizationId => Shown.OrganizationId;

    public DateTimeOffset CreatedAt => Shown.CreatedAt;

    /// <inheritdoc/>
    public bool IsDeleted => Shown.IsDeleted;
}
