using System.Globalization;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Subscriptions;

/// <summary>What a merchant's body asks for.</summary>
internal static class SubscriptionUpdates
{
    /// <summary>The commands of a body, in the order in which they are taken.</summary>
    public static IReadOnlyList<SubscriptionCommand> Commands(SubscriptionUpdate body) => body switch
    {
        SubscriptionUpdateBase several => [.. Several(several)],
        SubscriptionUpdateSeats seats => [new ChangeQuantity(Quantity.Seats, seats.Seats, seats.ProrationBehavior.Value)],
        SubscriptionUpdateUnits units => [new ChangeQuantity(Quantity.Units, units.Units, units.ProrationBehavior.Value)],
        SubscriptionUpdateBillingPeriod period => [new ChangePeriodEnd(period.CurrentBillingPeriodEnd)],
        SubscriptionCancel { CancelAtPeriodEnd: true } cancel =>
            [new Cancel(cancel.CustomerCancellationReason.Value, cancel.CustomerCancellationComment.Value)],
        SubscriptionCancel => [new Uncancel()],
        SubscriptionRevoke revoke => [new Revoke(revoke.CustomerCancellationReason.Value, revoke.CustomerCancellationComment.Value)],
        SubscriptionPause { PauseAtPeriodEnd: true } pause => [new SchedulePause(pause.ResumesAt.Value)],
        SubscriptionPause => [new UnschedulePause()],
        SubscriptionResume => [new Resume()],
        SubscriptionUpdateClear => [new ClearPendingUpdate()],
        _ => throw new InvalidOperationException($"A {body.GetType().Name} passed validation, but nothing is known of it."),
    };

    /// <summary>A discount belongs to the product that it comes with; alone it is a change of its own.</summary>
    private static IEnumerable<SubscriptionCommand> Several(SubscriptionUpdateBase body)
    {
        if (body.ProductId.Value is { } product)
        {
            yield return new ChangeProduct(product, body.ProrationBehavior.Value, body.DiscountId);
        }
        else if (body.DiscountId.IsSet)
        {
            yield return new ChangeDiscount(body.DiscountId.Value);
        }

        if (body.TrialEnd.Value?.AsText is { } end)
        {
            yield return end == "now" ? new EndTrial() : new ChangeTrialEnd(Instant(end));
        }

        if (body.Metadata is { } metadata)
        {
            yield return new ChangeMetadata(metadata);
        }
    }

    private static DateTimeOffset Instant(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).ToUniversalTime();
}
