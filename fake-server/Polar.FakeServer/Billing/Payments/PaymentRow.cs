using Polar.FakeServer.Storage;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Payments;

/// <summary>An attempt to get money.</summary>
/// <param name="Resource">As the wire shows it.</param>
/// <param name="CustomerId">The customer who pays; null where a session was never finished.</param>
internal sealed record PaymentRow(CardPayment Resource, Guid? CustomerId) : ICustomerOwned, IRow<PaymentRow>
{
    public static OrganizationKey<PaymentRow, Guid> ByOrder { get; } = Keys.One<PaymentRow, Guid>(row => row.Resource.OrderId);

    /// <inheritdoc/>
    public static TableDefinition<PaymentRow> Table { get; } = new("payments", ByOrder);

    public Guid Id => Resource.Id;

    public Guid OrganizationId => Resource.OrganizationId;

    public DateTimeOffset CreatedAt => Resource.CreatedAt;

    /// <inheritdoc/>
    public Guid? OwnerId => CustomerId;

    /// <summary>The address that the buyer gave with the card.</summary>
    public string? Email { get; init; }

    /// <summary>The confirmation token of the card, which decides how fast money goes back.</summary>
    public string? CardToken { get; init; }
}
