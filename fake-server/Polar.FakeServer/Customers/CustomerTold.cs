using Polar.FakeServer.Execution;

namespace Polar.FakeServer.Customers;

/// <summary>Everybody has been told of a customer: it is new, was changed, or is gone.</summary>
/// <param name="Customer">The customer as it is now.</param>
/// <param name="Name">The event that has told of it, such as <c>customer.updated</c>.</param>
/// <param name="Change">What was changed.</param>
internal sealed record CustomerTold(CustomerRow Customer, string Name, CustomerDifference? Change) : IDomainEvent;

/// <summary>A customer before a change and after it.</summary>
internal sealed record CustomerDifference(CustomerRow Before, CustomerRow After);
