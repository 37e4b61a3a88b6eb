using System.Collections.Frozen;

namespace Polar.FakeServer.Billing.Dunning;

/// <summary>When a payment that failed is tried again, and when that ends.</summary>
internal static class DunningSchedule
{
    private static readonly TimeSpan[] s_intervals =
        [TimeSpan.FromDays(2), TimeSpan.FromDays(5), TimeSpan.FromDays(7), TimeSpan.FromDays(7)];

    private static readonly TimeSpan s_patience = TimeSpan.FromDays(21) + TimeSpan.FromMinutes(1);

    private static readonly FrozenSet<string> s_final = (
        "card_not_supported do_not_honor expired_card fraudulent incorrect_cvc incorrect_number invalid_account invalid_cvc invalid_expiry_year "
        + "invalid_pin live_mode_test_card lost_card merchant_blacklist not_permitted pickup_card previously_declined_do_not_retry restricted_card "
        + "revocation_of_all_authorizations revocation_of_authorization security_violation stolen_card stop_payment_order blocklist")
        .Split(' ').ToFrozenSet();

    /// <summary>The last moment at which a subscription may still be saved.</summary>
    public static DateTimeOffset Deadline(DateTimeOffset pastDueAt) => pastDueAt + s_patience;

    /// <summary>Whether trying the same card again can never help.</summary>
    public static bool IsFinal(string? declineReason) => declineReason is not null && s_final.Contains(declineReason);

    /// <summary>When the first try after the initial one is: at the deadline where it cannot help.</summary>
    public static DateTimeOffset First(DateTimeOffset now, DateTimeOffset pastDueAt, string? declineReason) =>
        IsFinal(declineReason) ? Deadline(pastDueAt) : now + s_intervals[0];

    /// <summary>When the next try is; null when there is none any more.</summary>
    /// <param name="failures">How many charges have failed, this one included; none where there was no card to charge.</param>
    /// <param name="now">The time of the latest one.</param>
    /// <param name="pastDueAt">When the subscription became past due.</param>
    public static DateTimeOffset? Next(int failures, DateTimeOffset now, DateTimeOffset? pastDueAt) =>
        failures > s_intervals.Length || (pastDueAt is { } since && Deadline(since) < now) ? null
        : now + s_intervals[failures == 0 ? ^1 : failures - 1];

    /// <summary>When the next try for what was used is, whose failures the subscription does not depend on; null when there is none any more.</summary>
    /// <param name="failures">How many charges have failed, this one included; none where there was no card to charge.</param>
    /// <param name="now">The time of the latest one.</param>
    public static DateTimeOffset? NextForUsage(int failures, DateTimeOffset now) =>
        failures > s_intervals.Length ? null : now + s_intervals[Math.Max(failures - 1, 0)];

    /// <summary>Tries are made once an hour, on the hour.</summary>
    public static DateTimeOffset Sweep(DateTimeOffset due)
    {
        var hour = TimeSpan.TicksPerHour;
        return new DateTimeOffset((due.UtcTicks + hour - 1) / hour * hour, TimeSpan.Zero);
    }
}
