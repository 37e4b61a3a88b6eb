using System.Collections.Immutable;
using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Storage;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Sales.CheckoutLinks;

/// <summary>An address that begins a checkout whenever somebody opens it.</summary>
internal sealed record CheckoutLinkRow : IRow<CheckoutLinkRow>
{
    public static WorldKey<CheckoutLinkRow, string> ByClientSecret { get; } = Keys.Secret<CheckoutLinkRow>(row => row.ClientSecret);

    public static OrganizationKey<CheckoutLinkRow, Guid> ByProduct { get; } = Keys.Several<CheckoutLinkRow, Guid>(row => row.Products);

    /// <inheritdoc/>
    public static TableDefinition<CheckoutLinkRow> Table { get; } = new("checkout_links", ByClientSecret, ByProduct);

    public required Guid Id { get; init; }

    public required Guid OrganizationId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ModifiedAt { get; init; }

    public required string ClientSecret { get; init; }

    public required ImmutableList<Guid> Products { get; init; }

    public string? Label { get; init; }

    public required bool AllowDiscountCodes { get; init; }

    public required bool RequireBillingAddress { get; init; }

    public Guid? DiscountId { get; init; }

    /// <summary>The number of seats that every session of it is for.</summary>
    public long? Seats { get; init; }

    /// <summary>The number of units that every session of it is for.</summary>
    public long? Units { get; init; }

    public TrialInterval? TrialInterval { get; init; }

    public long? TrialIntervalCount { get; init; }

    public string? SuccessUrl { get; init; }

    public string? ReturnUrl { get; init; }

    public required ValueMap<JsonScalar> Metadata { get; init; }

    public bool IsDeleted { get; init; }
}
