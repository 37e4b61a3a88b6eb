using Polar.Functional.Contracts;

namespace Polar.FakeServer;

/// <summary>An organization: what the wire shows of it, and what it does not.</summary>
internal sealed record OrganizationRow(Organization Shown) : IRow
{
    public Guid Id => Shown.Id;

    public Guid OrganizationId => Shown.Id;

    public DateTimeOffset CreatedAt => Shown.CreatedAt;

    public OrganizationStatus Status => Shown.Status;

    /// <summary>Fields that Polar really sends though its API description hides them.</summary>
    public string InvoicePrefix => Shown.Slug.ToUpperInvariant();
}
