using Polar.Functional.Contracts;

namespace Polar.FakeServer;

/// <summary>A meter that prices charge by.</summary>
internal sealed record MeterRow(Meter Shown) : IRow
{
    public Guid Id => Shown.Id;

    public Guid OrganizationId => Shown.OrganizationId;

    public DateTimeOffset CreatedAt => Shown.CreatedAt;
}
