using Polar.FakeServer.Execution;

namespace Polar.FakeServer.Billing.Orders;

/// <summary>Something happened to an order that is worth a note in its customer's history.</summary>
/// <param name="Order">The order as it is now.</param>
/// <param name="Name">What happened, such as <c>order.paid</c>.</param>
internal sealed record OrderNoted(OrderRow Order, string Name) : IDomainEvent;

/// <summary>An order has been booked: with the fee for its payment, or as one for which nothing was charged.</summary>
/// <param name="Order">The order as it is now.</param>
/// <param name="IsCharged">Whether something was charged for it.</param>
internal sealed record OrderBooked(OrderRow Order, bool IsCharged) : IDomainEvent;
