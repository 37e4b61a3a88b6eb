using Polar.FakeServer.Generated;
using Polar.FakeServer.Identity;
using Polar.FakeServer.Registration;
using Polar.FakeServer.Validation;

namespace Polar.FakeServer.Billing.Subscriptions;

/// <summary>Subscriptions.</summary>
internal sealed class SubscriptionsModule : IModule
{
    /// <inheritdoc/>
    public void Register(ModuleBuilder module) => module
        .Handle<ISubscriptionsOperations>(new SubscriptionsOperations())
        .Access("subscriptions:", Permission.ViewSales, Permission.ManageSales)
        .Access("subscriptions:create", Permission.ViewSales, Permission.ManageCustomers)
        .Amend("SubscriptionUpdateBase", body => body.WithFuture("trial_end"))
        .Amend("SubscriptionUpdateBillingPeriod", body => body.WithFuture("current_billing_period_end"))
        .Amend("SubscriptionPause", body => body.WithFuture("resumes_at"))
        .Amend("SubscriptionUpdateSeats", body => body.With("seats", Positive))
        .Amend("SubscriptionUpdateUnits", body => body.With("units", Positive))
        .Amend("CustomerSubscriptionUpdateSeats", body => body.With("seats", Positive))
        .Amend("CustomerSubscriptionUpdateUnits", body => body.With("units", Positive))
        .Amend("CustomerSubscriptionPause", body => body.WithFuture("resumes_at"));

    private static Schema Positive(Schema number) => number is IntegerSchema whole ? whole with { Minimum = 1 } : number;
}
