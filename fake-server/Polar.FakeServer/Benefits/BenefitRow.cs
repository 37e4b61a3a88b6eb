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

/// <summary>That a customer has a benefit, or had it, by an order or a subscription.</summary>
internal sealed record BenefitGrantRow : ICustomerOwned
{
    public static OrganizationKey<BenefitGrantRow, Guid> ByBenefit { get; } = Keys.One<BenefitGrantRow, Guid>(row => row.BenefitId);

    public required Guid Id { get; init; }

    public required Guid OrganizationId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ModifiedAt { get; init; }

    public required Guid BenefitId { get; init; }

    public required Guid CustomerId { get; init; }

    /// <inheritdoc/>
    public Guid? OwnerId => CustomerId;

    public Guid? MemberId { get; init; }

    public Guid? SubscriptionId { get; init; }

    public Guid? OrderId { get; init; }

    public DateTimeOffset? GrantedAt { get; init; }

    public DateTimeOffset? RevokedAt { get; init; }

    public Guid? LicenseKeyId { get; init; }

    public string? DisplayKey { get; init; }

    public bool IsGranted => GrantedAt is not null && RevokedAt is null;

    public BenefitGrantLicenseKeysProperties? KeyProperties => LicenseKeyId is { } key
        ? new BenefitGrantLicenseKeysProperties { LicenseKeyId = key.ToString(), DisplayKey = DisplayKey }
        : null;
}
