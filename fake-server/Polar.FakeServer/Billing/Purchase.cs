using Polar.FakeServer.Catalog.Products;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing;

/// <summary>What somebody has bought in a checkout: all that orders, subscriptions and seats take over from it.</summary>
internal sealed record Purchase
{
    public required Guid CheckoutId { get; init; }

    public required Guid OrganizationId { get; init; }

    public required Guid CustomerId { get; init; }

    public required ProductRow Product { get; init; }

    /// <summary>The prices that it was bought at, in its currency.</summary>
    public required IReadOnlyList<ProductPrice> Prices { get; init; }

    public required string Currency { get; init; }

    /// <summary>What is charged up front, before discount and tax.</summary>
    public required long Amount { get; init; }

    public required long Discount { get; init; }

    /// <summary>Without discount and tax.</summary>
    public required long Net { get; init; }

    public required long Tax { get; init; }

    public TaxBehavior? TaxBehavior { get; init; }

    public Guid? DiscountId { get; init; }

    public long? Seats { get; init; }

    public long? Units { get; init; }

    /// <summary>Whether the buyer sits on one of the seats at once.</summary>
    public bool ClaimsSeat { get; init; }

    /// <summary>The address that the buyer gave.</summary>
    public string? Email { get; init; }

    public DateTimeOffset? TrialEnd { get; init; }

    /// <summary>The free subscription that it upgrades.</summary>
    public Guid? UpgradedSubscription { get; init; }

    /// <summary>The card that it is paid with.</summary>
    public string? CardToken { get; init; }

    public required ValueMap<JsonScalar> Metadata { get; init; }

    public required ValueMap<JsonScalar> CustomFieldData { get; init; }
}
