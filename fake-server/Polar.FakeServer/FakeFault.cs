namespace Polar.FakeServer;

/// <summary>
/// Something that goes wrong between an app and the fake's API. Which calls it befalls: those for which everything that is set is true; without anything
/// set, all. What befalls them: everything that is set, after the delay.
/// </summary>
public sealed record FakeFault
{
    /// <summary>Only calls of this operation, <c>customers:create</c>.</summary>
    public string? Operation { get; init; }

    /// <summary>Only calls with this method.</summary>
    public string? Method { get; init; }

    /// <summary>Only calls whose path begins like this, <c>/v1/customers/</c>.</summary>
    public string? PathPrefix { get; init; }

    /// <summary>Only so many of a hundred such calls, evenly spread.</summary>
    /// <value>100 by default: each.</value>
    public int Percentage { get; init; } = 100;

    /// <summary>For how many calls it lasts; null for until it is removed.</summary>
    public int? Times { get; init; }

    /// <summary>How long the answer takes longer.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>The status that is answered; the call has no effect then.</summary>
    public int? Status { get; init; }

    /// <summary>The body that is answered with <see cref="Status"/>, as JSON.</summary>
    /// <value>Null by default: nothing for 429, as Polar has it, and an error that says where it comes from for others.</value>
    public string? Body { get; init; }

    /// <summary>The seconds of <c>Retry-After</c> that are answered with <see cref="Status"/>.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>The connection is closed without an answer; the call has no effect then.</summary>
    public bool DropsConnection { get; init; }

    /// <summary>The call has its effect, and the answer breaks off in the middle of its body.</summary>
    public bool TruncatesBody { get; init; }
}
