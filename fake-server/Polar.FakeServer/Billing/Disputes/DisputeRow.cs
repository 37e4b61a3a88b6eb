using Polar.FakeServer.Storage;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Disputes;

/// <summary>A customer's bank takes a payment back, or asks whether it should.</summary>
internal sealed record DisputeRow : IRow<DisputeRow>
{
    public static OrganizationKey<DisputeRow, Guid> ByOrder { get; } = Keys.One<DisputeRow, Guid>(row => row.OrderId);

    /// <inheritdoc/>
    public static TableDefinition<DisputeRow> Table { get; } = new("disputes", ByOrder);

    public required Guid Id { get; init; }

    public required Guid OrganizationId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ModifiedAt { get; init; }

    public required DisputeStatus Status { get; init; }

    /// <summary>How much, without the tax.</summary>
    public required long Amount { get; init; }

    public required long Tax { get; init; }

    public required string Currency { get; init; }

    /// <summary>The card network's word for why.</summary>
    public string? Reason { get; init; }

    public DateTimeOffset? EvidenceDueBy { get; init; }

    public required Guid OrderId { get; init; }

    public required Guid PaymentId { get; init; }

    public required Guid CustomerId { get; init; }

    /// <summary>The conversation about it with Polar's support, once the merchant has been asked for a response.</summary>
    public Guid? CaseId { get; init; }

    /// <summary>Whether the network had warned of it, and still works on preventing it.</summary>
    public bool WasWarned { get; init; }

    public bool IsResolved => Status == DisputeStatus.Won || Status == DisputeStatus.Lost;

    public bool IsClosed => IsResolved || Status == DisputeStatus.Prevented;

    /// <summary>Whether the processor lets nothing of the payment go back while it is so.</summary>
    public bool BlocksRefunds => Status == DisputeStatus.NeedsResponse || Status == DisputeStatus.UnderReview || Status == DisputeStatus.Lost;
}
