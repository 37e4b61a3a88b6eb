using System.Text.Json;
using System.Text.Json.Serialization;

namespace Polar.Benchmarks.Comparisons;

/// <summary>The members of an order as immutable records with required members, the shape that this library's own have.</summary>
public sealed record RecordOrder
{
    public required Guid Id { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset? ModifiedAt { get; init; }

    public required string? Status { get; init; }

    public required bool Paid { get; init; }

    public required long SubtotalAmount { get; init; }

    public required long DiscountAmount { get; init; }

    public required long NetAmount { get; init; }

    public required long TaxAmount { get; init; }

    public required long TotalAmount { get; init; }

    public required long AppliedBalanceAmount { get; init; }

    public required long DueAmount { get; init; }

    public required long RefundedAmount { get; init; }

    public required long RefundedTaxAmount { get; init; }

    public required long RefundableAmount { get; init; }

    public required long RefundableTaxAmount { get; init; }

    public required string? Currency { get; init; }

    public required string? BillingReason { get; init; }

    public required string? BillingName { get; init; }

    public required RecordAddress? BillingAddress { get; init; }

    public required string? InvoiceNumber { get; init; }

    public required bool IsInvoiceGenerated { get; init; }

    public required string? ReceiptNumber { get; init; }

    public long? Seats { get; init; }

    public required long? Units { get; init; }

    public required Guid CustomerId { get; init; }

    public required Guid? ProductId { get; init; }

    public required Guid? DiscountId { get; init; }

    public required Guid? SubscriptionId { get; init; }

    public required Guid? CheckoutId { get; init; }

    public DateTimeOffset? NextPaymentAttemptAt { get; init; }

    public required Dictionary<string, JsonElement>? Metadata { get; init; }

    public Dictionary<string, JsonElement>? CustomFieldData { get; init; }

    public required long PlatformFeeAmount { get; init; }

    public required string? PlatformFeeCurrency { get; init; }

    public required string? Description { get; init; }

    public required RecordCustomer? Customer { get; init; }

    public required RecordProduct? Product { get; init; }

    public required RecordSubscription? Subscription { get; init; }

    public required List<RecordOrderItem>? Items { get; init; }
}

public sealed record RecordAddress
{
    [JsonPropertyName("line1")]
    public required string? Line1 { get; init; }

    [JsonPropertyName("line2")]
    public required string? Line2 { get; init; }

    public required string? PostalCode { get; init; }

    public required string? City { get; init; }

    public required string? State { get; init; }

    public required string? Country { get; init; }
}

public sealed record RecordCustomer
{
    public required Guid Id { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset? ModifiedAt { get; init; }

    public required Dictionary<string, JsonElement>? Metadata { get; init; }

    public required string? ExternalId { get; init; }

    public required string? Email { get; init; }

    public required bool EmailVerified { get; init; }

    public required string? Type { get; init; }

    public required string? Name { get; init; }

    public required string? BillingName { get; init; }

    public required RecordAddress? BillingAddress { get; init; }

    public required List<string>? TaxId { get; init; }

    public required string? Locale { get; init; }

    public required Guid OrganizationId { get; init; }

    public required Guid? DefaultPaymentMethodId { get; init; }

    public required DateTimeOffset? DeletedAt { get; init; }

    public required DateTimeOffset? FirstUserEventAt { get; init; }

    public required string? AvatarUrl { get; init; }
}

public sealed record RecordProduct
{
    public required Guid Id { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset? ModifiedAt { get; init; }

    public required Dictionary<string, JsonElement>? Metadata { get; init; }

    public required string? TrialInterval { get; init; }

    public required long? TrialIntervalCount { get; init; }

    public required string? Name { get; init; }

    public required string? Description { get; init; }

    public required string? Visibility { get; init; }

    public required string? RecurringInterval { get; init; }

    public required long? RecurringIntervalCount { get; init; }

    public required string? MeterInterval { get; init; }

    public required long? MeterIntervalCount { get; init; }

    public required bool IsRecurring { get; init; }

    public required bool IsArchived { get; init; }

    public required Guid OrganizationId { get; init; }
}

public sealed record RecordSubscription
{
    public required Guid Id { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset? ModifiedAt { get; init; }

    public required Dictionary<string, JsonElement>? Metadata { get; init; }

    public required long Amount { get; init; }

    public required string? Currency { get; init; }

    public required string? RecurringInterval { get; init; }

    public required long RecurringIntervalCount { get; init; }

    public required string? Status { get; init; }

    public required DateTimeOffset CurrentPeriodStart { get; init; }

    public required DateTimeOffset CurrentPeriodEnd { get; init; }

    public required DateTimeOffset? CurrentMeterPeriodStart { get; init; }

    public required DateTimeOffset? CurrentMeterPeriodEnd { get; init; }

    public required DateTimeOffset? TrialStart { get; init; }

    public required DateTimeOffset? TrialEnd { get; init; }

    public required bool CancelAtPeriodEnd { get; init; }

    public required DateTimeOffset? CanceledAt { get; init; }

    public required DateTimeOffset? StartedAt { get; init; }

    public required DateTimeOffset? EndsAt { get; init; }

    public required DateTimeOffset? EndedAt { get; init; }

    public required DateTimeOffset? PastDueAt { get; init; }

    public required bool PauseAtPeriodEnd { get; init; }

    public required DateTimeOffset? PausedAt { get; init; }

    public required DateTimeOffset? ResumesAt { get; init; }

    public required Guid CustomerId { get; init; }

    public required Guid ProductId { get; init; }

    public required Guid? DiscountId { get; init; }

    public required Guid? CheckoutId { get; init; }

    public long? Seats { get; init; }

    public required string? CustomerCancellationReason { get; init; }

    public required string? CustomerCancellationComment { get; init; }

    public required long? Units { get; init; }
}

public sealed record RecordOrderItem
{
    public required Guid Id { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset? ModifiedAt { get; init; }

    public required string? Label { get; init; }

    public required long Amount { get; init; }

    public required long TaxAmount { get; init; }

    public required bool Proration { get; init; }

    public required Guid? ProductPriceId { get; init; }

    public required DateTimeOffset? StartTimestamp { get; init; }

    public required DateTimeOffset? EndTimestamp { get; init; }
}

public sealed record RecordPagination
{
    public required long TotalCount { get; init; }

    public required long MaxPage { get; init; }
}

public sealed record RecordOrderPage
{
    public required List<RecordOrder>? Items { get; init; }

    public required RecordPagination? Pagination { get; init; }
}

[JsonSerializable(typeof(RecordOrderPage))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
internal sealed partial class RecordOrders : JsonSerializerContext;
