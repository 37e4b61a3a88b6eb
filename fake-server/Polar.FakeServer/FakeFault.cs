namespace Polar.FakeServer;

/// <summary>
/// Something that goes wrong between an app and the fake's API. It befalls the calls that match every filter that is set (all calls where none is), and does
/// to them everything that is set, after the delay.
/// </summary>
public sealed record FakeFault
{
    /// <summary>Only calls of this operation, <c>customers:create</c>.</summary>
    public string? Operation { get; init; }

    /// <summary>Only calls with this method, <c>POST</c>, in whatever case.</summary>
    public string? Method { get; init; }

    /// <summary>Only calls whose path begins like this, <c>/v1/customers/</c>.</summary>
    public string? PathPrefix { get; init; }

    /// <summary>How many of a hundred such calls, evenly spread: 1 to 100.</summary>
    /// <value>100 by default: every call.</value>
    public int Percentage { get; init; } = 100;

    /// <summary>How many calls it befalls before it ends, 1 at least; null where it lasts until it is removed.</summary>
    /// <value>Null by default.</value>
    public int? Times { get; init; }

    /// <summary>How much longer the answer takes, in real time; ten minutes at most.</summary>
    /// <value>Nothing by default.</value>
    public TimeSpan Delay { get; init; }

    /// <summary>The status that is answered in place of the API's, 200 to 599; the call has no effect then.</summary>
    /// <value>Null by default: the API answers.</value>
    public int? Status { get; init; }

    /// <summary>The body that is answered with <see cref="Status"/>, as JSON.</summary>
    /// <value>Null by default: nothing for 429, as Polar has it, and an error that says where it comes from for others.</value>
    public string? Body { get; init; }

    /// <summary>The seconds of <c>Retry-After</c> that are answered with <see cref="Status"/>, 0 at least.</summary>
    /// <value>Null by default: no such header.</value>
    public int? RetryAfter { get; init; }

    /// <summary>The connection is closed without an answer; the call has no effect then.</summary>
    public bool DropsConnection { get; init; }

    /// <summary>The call has its effect, and the answer breaks off in the middle of its body.</summary>
    public bool TruncatesBody { get; init; }
}
