using Polar.FakeServer.Execution;

namespace Polar.FakeServer.Customers;

/// <summary>A customer is gone; what it had ends behind it.</summary>
internal sealed record CustomerDeleted(CustomerRow Customer) : IDomainEvent;
