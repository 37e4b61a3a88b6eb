using Polar.FakeServer.Execution;

namespace Polar.FakeServer.Sales.Checkouts;

/// <summary>A session to buy in has begun.</summary>
internal sealed record CheckoutOpened(CheckoutRow Checkout) : IDomainEvent;
