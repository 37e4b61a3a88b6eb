using Polar.FakeServer.Entitlements.Grants.Strategies;
using Polar.FakeServer.Storage;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Entitlements.Grants;

/// <summary>That a customer has a benefit, had it, or has yet to do something for it, by an order or a subscription.</summary>
internal sealed record BenefitGrantRow : IMemberOwned, IRow<BenefitGrantRow>
{
    public static OrganizationKey<BenefitGrantRow, Guid> ByBenefit { get; } = Keys.One<BenefitGrantRow, Guid>(row => row.BenefitId);

    /// <summary>The name of the Slack channel that the grant gives access to.</summary>
    public static OrganizationKey<BenefitGrantRow, string> ByChannel { get; } =
        Keys.Text<BenefitGrantRow>(row => (row.Properties as BenefitGrantSlackSharedChannelProperties)?.ChannelName);

    /// <summary>The member who has it.</summary>
    public static OrganizationKey<BenefitGrantRow, Guid> ByMember { get; } = Keys.One<BenefitGrantRow, Guid>(row => row.MemberId);

    /// <summary>The customer and the benefit, of grants that are in force.</summary>
    public static OrganizationKey<BenefitGrantRow, (Guid Customer, Guid Benefit)> ByHolder { get; } =
        Keys.One<BenefitGrantRow, (Guid, Guid)>(row => row.IsGranted ? (row.CustomerId, row.BenefitId) : null);

    /// <inheritdoc/>
    public static TableDefinition<BenefitGrantRow> Table { get; } = new("benefit_grants", ByBenefit, ByChannel, ByMember, ByHolder);

    public required Guid Id { get; init; }

    public required Guid OrganizationId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ModifiedAt { get; init; }

    public required Guid BenefitId { get; init; }

    public required Guid CustomerId { get; init; }

    /// <summary>The product that the customer had when it was granted.</summary>
    public required Guid ProductId { get; init; }

    /// <inheritdoc/>
    public Guid? OwnerId => CustomerId;

    /// <inheritdoc/>
    public Guid? MemberId { get; init; }

    public Guid? SubscriptionId { get; init; }

    public Guid? OrderId { get; init; }

    public DateTimeOffset? GrantedAt { get; init; }

    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>What the customer has to do before the benefit can be granted.</summary>
    public BenefitGrantError? Error { get; init; }

    /// <summary>What the benefit's type keeps about the grant; of the type's own shape.</summary>
    public IWritable Properties { get; init; } = new BenefitGrantCustomProperties();

    public bool IsGranted => GrantedAt is not null;

    public bool IsRevoked => RevokedAt is not null;
}
