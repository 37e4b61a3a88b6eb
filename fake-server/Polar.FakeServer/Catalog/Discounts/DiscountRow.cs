using System.Collections.Immutable;
using Polar.FakeServer.Storage;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Catalog.Discounts;

/// <summary>What takes something off a price.</summary>
internal sealed record DiscountRow : IRow<DiscountRow>
{
    public static OrganizationKey<DiscountRow, string> ByCode { get; } =
        Keys.Text<DiscountRow>(row => row.Code, StringComparer.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public static TableDefinition<DiscountRow> Table { get; } = new("discounts", ByCode);

    public required Guid Id { get; init; }

    public required Guid OrganizationId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ModifiedAt { get; init; }

    public required string Name { get; init; }

    public required DiscountType Type { get; init; }

    /// <summary>What buyers type in, as the merchant wrote it; they may write it in any case.</summary>
    public string? Code { get; init; }

    public DateTimeOffset? StartsAt { get; init; }

    public DateTimeOffset? EndsAt { get; init; }

    public long? MaxRedemptions { get; init; }

    public long? MaxRedemptionsPerCustomer { get; init; }

    public required DiscountDuration Duration { get; init; }

    public long? DurationInMonths { get; init; }

    /// <summary>Hundredths of a percent, for a percentage.</summary>
    public long BasisPoints { get; init; }

    /// <summary>What is taken off in each currency, for a fixed discount.</summary>
    public ValueMap<long> Amounts { get; init; } = ValueMap<long>.Empty;

    /// <summary>The products that it is for; none for all.</summary>
    public ImmutableList<Guid> Products { get; init; } = [];

    public required ValueMap<JsonScalar> Metadata { get; init; }

    public long RedemptionsCount { get; init; }

    public bool IsDeleted { get; init; }

    public bool IsFixed => Type == DiscountType.Fixed;
}

/// <summary>One use of a discount.</summary>
internal sealed record RedemptionRow : IRow<RedemptionRow>
{
    public static OrganizationKey<RedemptionRow, Guid> ByDiscount { get; } = Keys.One<RedemptionRow, Guid>(row => row.DiscountId);

    public static OrganizationKey<RedemptionRow, Guid> ByCheckout { get; } = Keys.One<RedemptionRow, Guid>(row => row.CheckoutId);

    /// <inheritdoc/>
    public static TableDefinition<RedemptionRow> Table { get; } = new("redemptions", ByDiscount, ByCheckout);

    public required Guid Id { get; init; }

    public required Guid OrganizationId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required Guid DiscountId { get; init; }

    public Guid? CheckoutId { get; init; }

    public Guid? SubscriptionId { get; init; }
}
