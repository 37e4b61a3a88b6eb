using Polar.Functional.Contracts;

namespace Polar.FakeServer.Pages.Portal;

/// <summary>What a portal says of a subscription.</summary>
internal static class SubscriptionTexts
{
    /// <summary>Reasons for which customers cancel, as they read them.</summary>
    public static IReadOnlyList<(string Value, string Text)> Reasons { get; } =
    [
        (CustomerCancellationReason.Values.TooExpensive, "It is too expensive"),
        (CustomerCancellationReason.Values.MissingFeatures, "It lacks what I need"),
        (CustomerCancellationReason.Values.SwitchedService, "I have found something else"),
        (CustomerCancellationReason.Values.Unused, "I do not use it"),
        (CustomerCancellationReason.Values.CustomerService, "I am not content with the service"),
        (CustomerCancellationReason.Values.LowQuality, "It is not good enough"),
        (CustomerCancellationReason.Values.TooComplex, "It is too complicated"),
        (CustomerCancellationReason.Values.Other, "Another reason"),
    ];

    /// <summary>What is paid, and how often.</summary>
    public static string Price(CustomerSubscription subscription) => (subscription.Amount == 0 ? "Free" : PortalTexts.Money(subscription.Amount, subscription.Currency))
        + PortalTexts.Interval(subscription.RecurringInterval, subscription.RecurringIntervalCount);

    /// <summary>What comes next, in a sentence.</summary>
    public static Html Course(CustomerSubscription subscription) => subscription switch
    {
        { EndedAt: { } end } => Html.Of($"Ended on {PortalTexts.Date(end)}"),
        { Status.Value: SubscriptionStatus.Values.Paused, ResumesAt: { } resume } => Html.Of($"Paused until {PortalTexts.Date(resume)}"),
        { Status.Value: SubscriptionStatus.Values.Paused } => Html.Of($"Paused"),
        { CancelAtPeriodEnd: true } => Html.Of($"Ends on {PortalTexts.Date(subscription.EndsAt ?? subscription.CurrentPeriodEnd)}"),
        { PauseAtPeriodEnd: true } => Html.Of($"Pauses on {PortalTexts.Date(subscription.CurrentPeriodEnd)}"),
        { Status.Value: SubscriptionStatus.Values.PastDue } => Html.Of($"The last payment failed. Pay now, or with another card, to go on."),
        { Status.Value: SubscriptionStatus.Values.Trialing, TrialEnd: { } end } => Html.Of($"The trial ends on {PortalTexts.Date(end)}"),
        _ => Html.Of($"Renews on {PortalTexts.Date(subscription.CurrentPeriodEnd)}"),
    };
}
