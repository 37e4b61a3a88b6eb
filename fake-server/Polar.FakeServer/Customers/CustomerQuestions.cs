using Polar.FakeServer.Execution;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Customers;

/// <summary>Whether a customer pays for something again and again.</summary>
internal sealed record HasActiveSubscription(CustomerRow Customer) : IDomainQuestion<bool>;

/// <summary>What a customer has: its subscriptions and the benefits that it was granted.</summary>
internal sealed record StateOfCustomer(CustomerRow Customer) : IDomainQuestion<CustomerState>;
