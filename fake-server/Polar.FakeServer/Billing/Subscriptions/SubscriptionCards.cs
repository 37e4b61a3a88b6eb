using Polar.FakeServer.Customers;
using Polar.FakeServer.Customers.PaymentMethods;
using Polar.FakeServer.Execution;

namespace Polar.FakeServer.Billing.Subscriptions;

/// <summary>Which card pays for a subscription.</summary>
internal static class SubscriptionCards
{
    /// <summary>Its own; null where it has none.</summary>
    public static PaymentMethodRow? OwnOf(World world, SubscriptionRow subscription) =>
        subscription.PaymentMethodId is { } id && world.PaymentMethods.Find(id) is { IsDeleted: false } own ? own : null;

    /// <summary>Its own, else the customer's default one.</summary>
    public static PaymentMethodRow? Of(World world, SubscriptionRow subscription) =>
        OwnOf(world, subscription)
        ?? (world.Customers[subscription.CustomerId].Resource.DefaultPaymentMethodId is { } id && world.PaymentMethods.Find(id) is { IsDeleted: false } usual
            ? usual
            : null);
}
