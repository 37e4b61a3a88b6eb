using System.Collections.Immutable;
using Polar.FakeServer.Simulation;
using Polar.FakeServer.Storage;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Sales.Checkouts;

/// <summary>A session in which somebody buys.</summary>
internal sealed record CheckoutRow : ICustomerOwned, IRow<CheckoutRow>
{
    /// <summary>The buyer's way in.</summary>
    public static WorldKey<CheckoutRow, string> ByClientSecret { get; } = Keys.Secret<CheckoutRow>(row => row.ClientSecret);

    /// <inheritdoc/>
    public static TableDefinition<CheckoutRow> Table { get; } = new("checkouts", ByClientSecret);

    public required Guid Id { get; init; }

    public required Guid OrganizationId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ModifiedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public required string ClientSecret { get; init; }

    public CheckoutStatus Status { get; init; } = CheckoutStatus.Open;

    public required ImmutableList<Guid> Products { get; init; }

    public required Guid ProductId { get; init; }

    public required Guid PriceId { get; init; }

    /// <summary>Prices of the checkout only, by product.</summary>
    public required ImmutableDictionary<Guid, ImmutableList<ProductPrice>> AdHocPrices { get; init; }

    public required string Currency { get; init; }

    /// <summary>The sum of what is charged up front, before discount and tax; settled when the price is, whatever becomes of the product later.</summary>
    public required long Amount { get; init; }

    /// <summary>Without discount, and without the tax where prices include it; as of the last calculation of the tax.</summary>
    public long NetAmount { get; init; }

    /// <summary>Null until it could be calculated.</summary>
    public long? TaxAmount { get; init; }

    public TaxBehavior? TaxBehavior { get; init; }

    public Guid? DiscountId { get; init; }

    public long? Seats { get; init; }

    public long? MinSeats { get; init; }

    public long? MaxSeats { get; init; }

    public long? Units { get; init; }

    public long? MinUnits { get; init; }

    public long? MaxUnits { get; init; }

    public bool AllowDiscountCodes { get; init; }

    public bool RequireBillingAddress { get; init; }

    public bool? AllowTrial { get; init; }

    public TrialInterval? TrialInterval { get; init; }

    public long? TrialIntervalCount { get; init; }

    public DateTimeOffset? TrialEnd { get; init; }

    public Guid? CustomerId { get; init; }

    /// <inheritdoc/>
    public Guid? OwnerId => CustomerId;

    public string? ExternalCustomerId { get; init; }

    public bool IsBusinessCustomer { get; init; }

    public string? CustomerName { get; init; }

    public string? CustomerEmail { get; init; }

    public string? CustomerIpAddress { get; init; }

    public string? BillingName { get; init; }

    public Address? BillingAddress { get; init; }

    public ValueList<string>? TaxId { get; init; }

    public required ValueMap<JsonScalar> Metadata { get; init; }

    public required ValueMap<JsonScalar> CustomerMetadata { get; init; }

    public required ValueMap<JsonScalar> CustomFieldData { get; init; }

    public string? SuccessUrl { get; init; }

    public string? ReturnUrl { get; init; }

    public string? EmbedOrigin { get; init; }

    public string? PaymentMethodType { get; init; }

    public string? Locale { get; init; }

    /// <summary>The free subscription that the purchase upgrades.</summary>
    public Guid? SubscriptionId { get; init; }

    /// <summary>Whether the buyer has to give a whole address, rather than what the tax needs.</summary>
    public bool WantsFullAddress => RequireBillingAddress || IsBusinessCustomer || PaymentMethodType == "upi";

    /// <summary>Whether the customer had paid through the processor before, so that the page may offer its cards.</summary>
    public bool OffersKeptCards { get; init; }

    /// <summary>Whether the processor knows the buyer from the checkout.</summary>
    public bool IsAtProcessor { get; init; }

    /// <summary>How the processor says that it stands with the payment.</summary>
    public string? IntentStatus { get; init; }

    /// <summary>The card that the session was confirmed with.</summary>
    public string? CardToken { get; init; }

    /// <summary>When the page was first shown; null while nobody has looked.</summary>
    public DateTimeOffset? OpenedAt { get; init; }

    /// <summary>What the page calls whoever looked first.</summary>
    public string? OpenedBy { get; init; }

    /// <summary>Whether the buyer's bank waits for the buyer.</summary>
    public bool AwaitsAction { get; init; }

    /// <summary>What the card will say once the buyer has been recognized; null where it pays then.</summary>
    public CardRefusal? RefusalAfterAction { get; init; }

    /// <summary>Whether another call is at work on the session, so that none may change it.</summary>
    public bool IsHeld { get; init; }

    /// <summary>Why the last try to pay failed; null where nobody has tried, or a try is on its way.</summary>
    public CardRefusal? LastRefusal { get; init; }
}
