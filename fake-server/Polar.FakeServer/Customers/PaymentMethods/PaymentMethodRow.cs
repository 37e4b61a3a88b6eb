using Polar.FakeServer.Simulation;
using Polar.FakeServer.Storage;

namespace Polar.FakeServer.Customers.PaymentMethods;

/// <summary>A card that a customer has on file.</summary>
internal sealed record PaymentMethodRow : ICustomerOwned, IRow<PaymentMethodRow>
{
    /// <inheritdoc/>
    public static TableDefinition<PaymentMethodRow> Table { get; } = new("payment_methods");

    public required Guid Id { get; init; }

    public required Guid OrganizationId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ModifiedAt { get; init; }

    public required Guid CustomerId { get; init; }

    /// <inheritdoc/>
    public Guid? OwnerId => CustomerId;

    /// <summary>The confirmation token that it was set up with, which decides what becomes of charges.</summary>
    public required string CardToken { get; init; }

    /// <summary>How often it has been charged.</summary>
    public long Charges { get; init; }

    /// <summary>Why charges are refused, whatever the token says; null while nothing else was said.</summary>
    public CardRefusal? Refusal { get; init; }

    /// <summary>How many charges more are refused so; null for all.</summary>
    public int? RefusalsLeft { get; init; }

    public bool IsDeleted { get; init; }
}
