using Polar.FakeServer.Storage;

namespace Polar.FakeServer.Entitlements.Downloadables;

/// <summary>That a customer, or one of its members, may download a file of a benefit, or might once.</summary>
internal sealed record DownloadableRow : IMemberOwned, IRow<DownloadableRow>
{
    public static OrganizationKey<DownloadableRow, Guid> ByFile { get; } = Keys.One<DownloadableRow, Guid>(row => row.FileId);

    /// <inheritdoc/>
    public static TableDefinition<DownloadableRow> Table { get; } = new("downloadables", ByFile);

    public required Guid Id { get; init; }

    public required Guid OrganizationId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required Guid CustomerId { get; init; }

    /// <inheritdoc/>
    public Guid? OwnerId => CustomerId;

    /// <inheritdoc/>
    public Guid? MemberId { get; init; }

    public required Guid BenefitId { get; init; }

    public required Guid FileId { get; init; }

    public bool IsGranted { get; init; } = true;

    /// <summary>How often it was downloaded.</summary>
    public long Downloaded { get; init; }

    public DateTimeOffset? LastDownloadedAt { get; init; }
}
