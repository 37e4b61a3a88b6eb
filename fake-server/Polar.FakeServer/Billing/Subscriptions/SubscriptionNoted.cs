using Polar.FakeServer.Execution;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Subscriptions;

/// <summary>Something happened to a subscription that is worth a note in its customer's history; everybody may have been told of it, too.</summary>
/// <param name="Subscription">The subscription as it is now.</param>
/// <param name="Name">What happened, such as <c>subscription.canceled</c>.</param>
/// <param name="Details">What there is to say of it beyond what the subscription shows.</param>
internal sealed record SubscriptionNoted(SubscriptionRow Subscription, string Name, IReadOnlyList<(string Name, JsonScalar Value)> Details) : IDomainEvent;
