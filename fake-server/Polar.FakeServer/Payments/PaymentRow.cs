using Polar.Functional.Contracts;

namespace Polar.FakeServer;

/// <summary>An attempt to get money.</summary>
/// <param name="Shown">As the wire shows it.</param>
/// <param name="CustomerId">Whose money; null where a session was never finished.</param>
internal sealed record PaymentRow(CardPayment Shown, Guid? CustomerId) : ICustomerOwned
{
    public static OrganizationKey<PaymentRow, Guid> ByOrder { get; } = Keys.One<PaymentRow, Guid>(row => row.Shown.OrderId);

    public Guid Id => Shown.Id;

    public Guid OrganizationId => Shown.OrganizationId;

    public DateTimeOffset CreatedAt => Shown.CreatedAt;

    /// <inheritdoc/>
    public Guid? OwnerId => CustomerId;

    /// <summary>The address that the buyer gave with the card.</summary>
    public string? Email { get; init; }
}
