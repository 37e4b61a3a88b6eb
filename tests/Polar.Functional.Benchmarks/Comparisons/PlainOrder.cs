using System.Text.Json;
using System.Text.Json.Serialization;

namespace Polar.Benchmarks.Comparisons;

/// <summary>The members of an order as plain classes, as somebody without this library would write them: no unions, no open enumerations.</summary>
public sealed class PlainOrder
{
    public Guid Id { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? ModifiedAt { get; set; }

    public string? Status { get; set; }

    public bool Paid { get; set; }

    public long SubtotalAmount { get; set; }

    public long DiscountAmount { get; set; }

    public long NetAmount { get; set; }

    public long TaxAmount { get; set; }

    public long TotalAmount { get; set; }

    public long AppliedBalanceAmount { get; set; }

    public long DueAmount { get; set; }

    public long RefundedAmount { get; set; }

    public long RefundedTaxAmount { get; set; }

    public long RefundableAmount { get; set; }

    public long RefundableTaxAmount { get; set; }

    public string? Currency { get; set; }

    public string? BillingReason { get; set; }

    public string? BillingName { get; set; }

    public PlainAddress? BillingAddress { get; set; }

    public string? InvoiceNumber { get; set; }

    public bool IsInvoiceGenerated { get; set; }

    public string? ReceiptNumber { get; set; }

    public long? Seats { get; set; }

    public long? Units { get; set; }

    public Guid CustomerId { get; set; }

    public Guid? ProductId { get; set; }

    public Guid? DiscountId { get; set; }

    public Guid? SubscriptionId { get; set; }

    public Guid? CheckoutId { get; set; }

    public DateTimeOffset? NextPaymentAttemptAt { get; set; }

    public Dictionary<string, JsonElement>? Metadata { get; set; }

    public Dictionary<string, JsonElement>? CustomFieldData { get; set; }

    public long PlatformFeeAmount { get; set; }

    public string? PlatformFeeCurrency { get; set; }

    public string? Description { get; set; }

    public PlainCustomer? Customer { get; set; }

    public PlainProduct? Product { get; set; }

    public PlainSubscription? Subscription { get; set; }

    public List<PlainOrderItem>? Items { get; set; }
}

public sealed class PlainAddress
{
    [JsonPropertyName("line1")]
    public string? Line1 { get; set; }

    [JsonPropertyName("line2")]
    public string? Line2 { get; set; }

    public string? PostalCode { get; set; }

    public string? City { get; set; }

    public string? State { get; set; }

    public string? Country { get; set; }
}

public sealed class PlainCustomer
{
    public Guid Id { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? ModifiedAt { get; set; }

    public Dictionary<string, JsonElement>? Metadata { get; set; }

    public string? ExternalId { get; set; }

    public string? Email { get; set; }

    public bool EmailVerified { get; set; }

    public string? Type { get; set; }

    public string? Name { get; set; }

    public string? BillingName { get; set; }

    public PlainAddress? BillingAddress { get; set; }

    public List<string>? TaxId { get; set; }

    public string? Locale { get; set; }

    public Guid OrganizationId { get; set; }

    public Guid? DefaultPaymentMethodId { get; set; }

    public DateTimeOffset? DeletedAt { get; set; }

    public DateTimeOffset? FirstUserEventAt { get; set; }

    public string? AvatarUrl { get; set; }
}

public sealed class PlainProduct
{
    public Guid Id { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? ModifiedAt { get; set; }

    public Dictionary<string, JsonElement>? Metadata { get; set; }

    public string? TrialInterval { get; set; }

    public long? TrialIntervalCount { get; set; }

    public string? Name { get; set; }

    public string? Description { get; set; }

    public string? Visibility { get; set; }

    public string? RecurringInterval { get; set; }

    public long? RecurringIntervalCount { get; set; }

    public string? MeterInterval { get; set; }

    public long? MeterIntervalCount { get; set; }

    public bool IsRecurring { get; set; }

    public bool IsArchived { get; set; }

    public Guid OrganizationId { get; set; }
}

public sealed class PlainSubscription
{
    public Guid Id { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? ModifiedAt { get; set; }

    public Dictionary<string, JsonElement>? Metadata { get; set; }

    public long Amount { get; set; }

    public string? Currency { get; set; }

    public string? RecurringInterval { get; set; }

    public long RecurringIntervalCount { get; set; }

    public string? Status { get; set; }

    public DateTimeOffset CurrentPeriodStart { get; set; }

    public DateTimeOffset CurrentPeriodEnd { get; set; }

    public DateTimeOffset? CurrentMeterPeriodStart { get; set; }

    public DateTimeOffset? CurrentMeterPeriodEnd { get; set; }

    public DateTimeOffset? TrialStart { get; set; }

    public DateTimeOffset? TrialEnd { get; set; }

    public bool CancelAtPeriodEnd { get; set; }

    public DateTimeOffset? CanceledAt { get; set; }

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? EndsAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public DateTimeOffset? PastDueAt { get; set; }

    public bool PauseAtPeriodEnd { get; set; }

    public DateTimeOffset? PausedAt { get; set; }

    public DateTimeOffset? ResumesAt { get; set; }

    public Guid CustomerId { get; set; }

    public Guid ProductId { get; set; }

    public Guid? DiscountId { get; set; }

    public Guid? CheckoutId { get; set; }

    public long? Seats { get; set; }

    public string? CustomerCancellationReason { get; set; }

    public string? CustomerCancellationComment { get; set; }

    public long? Units { get; set; }
}

public sealed class PlainOrderItem
{
    public Guid Id { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? ModifiedAt { get; set; }

    public string? Label { get; set; }

    public long Amount { get; set; }

    public long TaxAmount { get; set; }

    public bool Proration { get; set; }

    public Guid? ProductPriceId { get; set; }

    public DateTimeOffset? StartTimestamp { get; set; }

    public DateTimeOffset? EndTimestamp { get; set; }
}

public sealed class PlainPagination
{
    public long TotalCount { get; set; }

    public long MaxPage { get; set; }
}

public sealed class PlainOrderPage
{
    public List<PlainOrder>? Items { get; set; }

    public PlainPagination? Pagination { get; set; }
}

[JsonSerializable(typeof(PlainOrderPage))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
internal sealed partial class PlainOrders : JsonSerializerContext
{
    /// <summary>The same names for the serializer that reflects.</summary>
    public static JsonSerializerOptions Reflecting { get; } = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
}
