using System.Collections.Immutable;
using Polar.FakeServer.Storage;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Entitlements.LicenseKeys;

/// <summary>A key that unlocks something of the merchant's.</summary>
internal sealed record LicenseKeyRow : IMemberOwned, IRow<LicenseKeyRow>
{
    public static OrganizationKey<LicenseKeyRow, string> ByKey { get; } = Keys.Text<LicenseKeyRow>(row => row.Key);

    public static OrganizationKey<LicenseKeyRow, Guid> ByBenefit { get; } = Keys.One<LicenseKeyRow, Guid>(row => row.BenefitId);

    public static OrganizationKey<LicenseKeyRow, string> ByStatus { get; } = Keys.Text<LicenseKeyRow>(row => row.Status.Value);

    /// <inheritdoc/>
    public static TableDefinition<LicenseKeyRow> Table { get; } = new("license_keys", ByKey, ByBenefit, ByStatus);

    public required Guid Id { get; init; }

    public required Guid OrganizationId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ModifiedAt { get; init; }

    public required Guid CustomerId { get; init; }

    /// <inheritdoc/>
    public Guid? OwnerId => CustomerId;

    public Guid? MemberId { get; init; }

    public required Guid BenefitId { get; init; }

    public required Guid GrantId { get; init; }

    public required string Key { get; init; }

    public LicenseKeyStatus Status { get; init; } = LicenseKeyStatus.Granted;

    public long? LimitActivations { get; init; }

    public long? LimitUsage { get; init; }

    public long Usage { get; init; }

    public long Validations { get; init; }

    public DateTimeOffset? LastValidatedAt { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public ImmutableList<LicenseKeyActivation> Activations { get; init; } = [];

    public string DisplayKey => $"****-{Key[^6..]}";
}

/// <summary>A place where a key is in use.</summary>
internal sealed record LicenseKeyActivation(
    Guid Id, string Label, ValueMap<JsonScalar> Conditions, ValueMap<JsonScalar> Meta, DateTimeOffset CreatedAt);
